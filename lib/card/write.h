/*
 * Cards going out again: the text that came in, with what was changed here put in its place.
 */
#ifndef SNUG_CARD_WRITE_H
#define SNUG_CARD_WRITE_H

#include "lib/card/file.h"

/* A member of data that was changed here: its name and its new value as JSON. */
struct card_edit {
	const char *key;
	struct str value;
};

struct card_edits {
	struct card_edit *at;
	size_t n;
};

enum card_assets_as {
	CARD_ASSETS_AS_THEY_ARE,
	CARD_ASSETS_OF_PNG,  /* __asset:<place> */
	CARD_ASSETS_OF_CHARX /* embeded://<place>; the main icon lies at `icon_place` */
};

struct card_form {
	enum card_spec spec; /* CARD_V2 or CARD_V3 */
	enum card_assets_as assets;
	bool is_copy;	       /* V2 for older tools, of a card that is V3 */
	struct str icon_place; /* of a portrait that the container carries for a card without one */
};

/*
 * The card as V2 or V3. Members that the version requires and the card lacks are added empty; every
 * other member stays as it was written.
 */
void card_put_json(struct buf *out, const struct card *card, const struct card_edits *edits,
		   const struct card_form *form);

/*
 * The chunks `chara` (V2) and `ccv3` of a PNG. The V2 copy of a V3 card says that it is one, and its book
 * has no decorators, which only V3 knows. `has_files`: files of the card follow as chunks of their own.
 */
void card_put_png_texts(struct sink *out, struct arena *arena, const struct card *card,
			const struct card_edits *edits, bool has_files);
/* One of these files. */
void card_put_png_file(struct sink *out, struct arena *arena, const struct card_asset *file);
/* A CHARX. A card without an icon of its own gets `portrait` as its main one. */
struct str card_write_charx(struct arena *arena, const struct card *card,
			    const struct card_edits *edits, const struct card_assets *assets,
			    struct str portrait);

#endif
