#include "lib/auth/name.h"

/* Names that would pass for the house itself, or for a path. */
static const struct str RESERVED[] = {
	STR_INIT("admin"),   STR_INIT("administrator"), STR_INIT("root"),
	STR_INIT("snug"),    STR_INIT("staff"),		STR_INIT("support"),
	STR_INIT("help"),    STR_INIT("moderator"),	STR_INIT("mod"),
	STR_INIT("system"),  STR_INIT("owner"),		STR_INIT("house"),
	STR_INIT("me"),	     STR_INIT("you"),		STR_INIT("guest"),
	STR_INIT("member"),  STR_INIT("api"),		STR_INIT("null"),
	STR_INIT("none"),    STR_INIT("official"),	STR_INIT("security"),
	STR_INIT("billing"), STR_INIT("webmaster")
};

/* Found anywhere in the folded name. */
static const struct str RUDE[] = { STR_INIT("fuck"), STR_INIT("cunt"),	 STR_INIT("nigger"),
				   STR_INIT("rape"), STR_INIT("hitler"), STR_INIT("faggot"),
				   STR_INIT("pedo"), STR_INIT("whore"),	 STR_INIT("nazi") };

/* Digits that stand for letters, and underscores, do not make another name. */
static struct str
fold(struct arena *arena, struct str name)
{
	static const char FROM[] = "0134578";
	static const char TO[] = "oleastb";
	char *p = arena_take(arena, name.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (c == '_')
			continue;
		for (size_t k = 0; k + 1 < sizeof(FROM); k++)
			if (c == FROM[k]) {
				c = TO[k];
				break;
			}
		p[n++] = c;
	}
	return (struct str){ p, n };
}

enum name_verdict
name_judge(struct arena *arena, struct str username)
{
	if (username.n < 3 || username.n > 20)
		return NAME_SHAPE;
	for (size_t i = 0; i < username.n; i++) {
		char c = username.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
			return NAME_SHAPE;
	}
	struct str folded = fold(arena, username);
	for (size_t i = 0; i < COUNT(RESERVED); i++)
		if (str_eq(folded, RESERVED[i]))
			return NAME_RESERVED;
	for (size_t i = 0; i < COUNT(RUDE); i++)
		if (str_find(folded, RUDE[i]) >= 0)
			return NAME_RUDE;
	return NAME_GOOD;
}

const char *
name_advice(enum name_verdict verdict)
{
	switch (verdict) {
	case NAME_GOOD:
		return "";
	case NAME_SHAPE:
		return "Username takes 3 to 20 characters: a to z, 0 to 9 and _.";
	case NAME_RESERVED:
		return "Username is kept for the house. Please pick another.";
	case NAME_RUDE:
		return "Username has a word in it that others should not have to read.";
	}
	return "";
}
