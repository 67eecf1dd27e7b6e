#include "lib/base/label.h"

struct str
label_of(const struct label *labels, size_t n, struct str code, struct str otherwise)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(code, labels[i].code))
			return labels[i].words;
	return otherwise;
}
