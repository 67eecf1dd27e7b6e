/*
 * Contact sheets of the sketch painter, to be looked at.
 *
 *	sketch_sheet OUT.png COLUMNS WIDTH HEIGHT < requests
 *
 * Each line of standard input is one picture: {"look": {...}, "name": "...", "prompt": "...",
 * "style": "...", "quality": 0..4, "seed": 1, "width": 768, "height": 1024}; WIDTH and HEIGHT are
 * of the sheet's cells. Times and file sizes go to standard error.
 */
#include <cairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <webp/decode.h>

#include "lib/base/json.h"
#include "lib/provider/image.h"

enum { CELLS = 64, LINE_MAX_BYTES = 65536 };

static double
cpu_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
paint_cell(cairo_t *cr, struct str file, const double cell[4])
{
	int width, height;
	uint8_t *pixels = WebPDecodeBGRA((const uint8_t *)file.p, file.n, &width, &height);
	if (pixels == NULL)
		return;
	cairo_surface_t *s = cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_RGB24, width,
								 height, width * 4);
	double k = cell[2] / width < cell[3] / height ? cell[2] / width : cell[3] / height;
	cairo_save(cr);
	cairo_translate(cr, cell[0], cell[1]);
	cairo_scale(cr, k, k);
	cairo_set_source_surface(cr, s, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
	cairo_paint(cr);
	cairo_restore(cr);
	cairo_surface_destroy(s);
	WebPFree(pixels);
}

static bool
paint_line(struct arena *arena, struct str line, struct image *image)
{
	struct str why;
	const json_t *in = json_read(arena, line, &why);
	if (in == NULL) {
		fprintf(stderr, "%.*s\n", STR_ARG(why));
		return false;
	}
	struct image_request rq = {
		.look = json_object_get(in, "look"),
		.name = json_get_text(in, "name"),
		.prompt = json_get_text(in, "prompt"),
		.style = json_get_text(in, "style"),
		.quality = (enum image_quality)json_get_i64(in, "quality", IMAGE_BALANCED),
		.width = (int)json_get_i64(in, "width", 768),
		.height = (int)json_get_i64(in, "height", 1024),
		.seed = (uint64_t)json_get_i64(in, "seed", 1),
	};
	double from = cpu_ms();
	image_sketch_paint(arena, &rq, image);
	fprintf(stderr, "%6.0f ms %6zu %6zu  %.*s\n", cpu_ms() - from, image->bytes.n,
		image->thumb.n, STR_ARG(image->alt));
	return true;
}

int
main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "sketch_sheet OUT.png COLUMNS WIDTH HEIGHT < requests\n");
		return 2;
	}
	int columns = atoi(argv[2]);
	double w = atof(argv[3]), h = atof(argv[4]);
	static char line[LINE_MAX_BYTES];
	struct arena *arenas[CELLS];
	struct image images[CELLS];
	int n = 0;
	while (n < CELLS && fgets(line, sizeof(line), stdin) != NULL) {
		arenas[n] = arena_new((size_t)64 << 20);
		if (paint_line(arenas[n], str_trim(str_from(line)), &images[n]))
			n++;
		else
			arena_free(arenas[n]);
	}
	int rows = (n + columns - 1) / columns;
	cairo_surface_t *sheet = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(w * columns),
							    (int)(h * rows));
	cairo_t *cr = cairo_create(sheet);
	for (int i = 0; i < n; i++) {
		const double cell[4] = { w * (i % columns), h * (i / columns), w, h };
		paint_cell(cr, images[i].bytes, cell);
		arena_free(arenas[i]);
	}
	cairo_destroy(cr);
	int failed = cairo_surface_write_to_png(sheet, argv[1]) != CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(sheet);
	return failed;
}
