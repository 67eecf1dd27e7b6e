#include "lib/base/label.h"

struct str
label_of(const struct label *labels, size_t n, struct str code, struct str otherwise)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(code, labels[i].code))
			return labels[i].words;
	return otherwise;
}

size_t
label_find(const struct label *labels, size_t n, struct str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(labels[i].code, code))
			return i;
	return 0;
}
