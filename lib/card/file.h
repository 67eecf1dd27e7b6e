/*
 * A file that a member brings: which container it is, the card in it, its portrait and other files.
 */
#ifndef SNUG_CARD_FILE_H
#define SNUG_CARD_FILE_H

#include "lib/card/card.h"
#include "lib/card/png.h"

enum card_container { CARD_IN_JSON, CARD_IN_PNG, CARD_IN_CHARX, CARD_IN_JPEG };

struct card_file {
	enum card_container container;
	struct str json;
	bool has_both;	    /* a second, older copy of the card was passed over */
	size_t skipped;	    /* files of an archive whose names are not taken */
	struct str picture; /* the container itself as a picture, or STR_NONE */
	struct card_assets assets;
};

/* Opens the container. What is inside has not been read as a card yet. */
NODISCARD enum card_outcome card_open(struct arena *arena, struct str bytes,
				      struct card_file *file);
/* Opens it and reads the card. */
NODISCARD enum card_outcome card_read_file(struct arena *arena, struct str bytes,
					   struct card_file *file, struct card *card,
					   struct str *why);

/* "json", "png", "charx" or "jpeg". */
struct str card_container_name(enum card_container container);

/* One of data.assets. */
struct card_asset_entry {
	struct str type;
	struct str uri;
	struct str name;
	struct str ext;
	struct str place; /* of the file it means, when it is one of the container's; else empty */
};
bool card_next_asset(struct scan *scan, struct card_asset_entry *entry);
/*
 * The bytes of the card's portrait: its main icon, from a file of the container, from a data: address, or
 * the container's own picture. STR_NONE when there is none or it lies on the net.
 */
struct str card_portrait(struct arena *arena, const struct card *card,
			 const struct card_file *file);

#endif
