#include "lib/character/note.h"

const struct note notes[NOTES] = {
	{ STR_INIT("violence"), STR_INIT("Violence") },
	{ STR_INIT("horror"), STR_INIT("Horror") },
	{ STR_INIT("strong-language"), STR_INIT("Strong language") },
	{ STR_INIT("drink-and-drugs"), STR_INIT("Drink and drugs") },
	{ STR_INIT("romance"), STR_INIT("Romance") },
	{ STR_INIT("grief"), STR_INIT("Grief and loss") },
};

const struct note *
note_find(struct str word)
{
	for (size_t i = 0; i < NOTES; i++)
		if (str_eq(notes[i].word, word))
			return &notes[i];
	return NULL;
}
