/*
 * Pixels of a picture in the making: canvases, light and grain over them, and WebP files.
 *
 * Units: pixels; colours are cairo's ARGB32, opaque where a file is made of them.
 * Errors: FAULT_MEMORY through the arena; FAULT_BUG when cairo or libwebp refuse their work.
 * Ownership: pixels are the arena's; surfaces and contexts hang on it.
 */
#ifndef SNUG_PROVIDER_SKETCH_CANVAS_H
#define SNUG_PROVIDER_SKETCH_CANVAS_H

#include "lib/provider/sketch/paint.h"

struct canvas {
	cairo_surface_t *surface;
	cairo_t *cr;
	unsigned char *pixels;
	int width, height, stride;
};

/* A transparent canvas. */
struct canvas canvas_new(struct arena *arena, int width, int height);
/* Softens: `rounds` box blurs of `radius` pixels. */
void canvas_blur(struct arena *arena, struct canvas *canvas, int radius, int rounds);

/* finish.c */
/* What a style does to the setting alone. */
void finish_scene(struct sketch *sk, struct canvas *scene);
/* Light along the figure's edges, and the lamp's warmth over it. */
void finish_figure(struct sketch *sk, struct canvas *figure);
/* The style's paper, ink or contrast, vignette and grain. `pixel` is the scene's unit in pixels. */
void finish_picture(struct arena *arena, struct sketch *sk, struct canvas *picture, double pixel);
/* A loose underdrawing that drafts keep. */
void finish_draft(struct sketch *sk);

/* mark.c: lamp and words "AI sketch" in the lower corner. */
void mark_paint(struct canvas *picture);

/* encode.c */
struct encode_goal {
	int quality;  /* libwebp's 0..100, to begin with */
	size_t bytes; /* quality is lowered until the file is about as small */
};
/* A WebP file with the XMP packet that names its making. */
struct str encode_webp(struct arena *arena, struct arena *scratch, const struct canvas *picture,
		       const struct encode_goal *goal);
/* Gives edges back what averaging took. */
void encode_sharpen(struct arena *scratch, struct canvas *canvas);
/* A smaller copy, `width` wide at most, averaged over areas; `picture` itself when it is small. */
struct canvas encode_shrink(struct arena *scratch, const struct canvas *picture, int width);

#endif
