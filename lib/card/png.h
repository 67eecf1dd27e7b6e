/*
 * Cards in PNG and APNG pictures: text chunks with the keywords chara (V2) and ccv3 (V3), whose value is
 * the card's JSON in base64; chara-ext-asset_:<path> holds files of the card.
 *
 * Chunks are walked, pixels are never looked at here. Limits: a file of CARD_BYTES, PNG_CHUNKS
 * chunks, PNG_INFLATED bytes from compressed text.
 */
#ifndef SNUG_CARD_PNG_H
#define SNUG_CARD_PNG_H

#include "lib/base/sink.h"
#include "lib/card/card.h"

enum { PNG_CHUNKS = 20000, PNG_INFLATED = 16 * 1024 * 1024, PNG_ASSETS = 256 };

/* A file that came with a card. */
struct card_asset {
	struct str place; /* its path inside the container */
	struct str bytes;
};

struct card_assets {
	struct card_asset *at;
	size_t n;
};

struct png_card {
	struct str json;    /* of ccv3 when there is one, else of chara */
	bool has_both;	    /* the other one was passed over */
	struct str picture; /* the file without its text: what may be decoded */
	struct card_assets assets;
};

bool png_is(struct str bytes);
NODISCARD enum card_outcome png_read(struct arena *arena, struct str bytes, struct png_card *out);

/*
 * Writing goes out chunk by chunk: `picture`, a PNG of our own, without card chunks of any kind and
 * without IEND; then texts; then the end.
 */
void png_put_picture(struct sink *out, struct str picture);
/* Keyword and the value in base64. */
void png_put_text(struct sink *out, struct str keyword, struct str value);
/* XMP, as it came with the picture: it says how the picture was made. */
void png_put_xmp(struct sink *out, struct str xmp);
void png_put_end(struct sink *out);

#endif
