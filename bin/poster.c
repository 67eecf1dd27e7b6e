/*
 * poster: paints the picture that other sites show beside a link to a character. Started by
 * lib/media/poster.c for one picture; shares nothing with the program that starts it.
 *
 * Standard input: four lines (house, name, one line about the character, who writes), then the
 * portrait as WebP or nothing. Standard output: a PNG of 1200 x 630.
 */
#include <fontconfig/fontconfig.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <webp/decode.h>

enum {
	WIDE = 1200,
	HIGH = 630,
	FACE = 500,
	TEXT_X = 556,
	TEXT_WIDE = 584,
	INPUT_MOST = 5 * 1024 * 1024
};
enum { CPU_S = 5, LINES = 4 };

static const char SANS[] = "Inter, DejaVu Sans, sans-serif";
static const char SERIF[] = "Snug Display, Playfair Display, DejaVu Serif, serif";

struct input {
	char *bytes;
	size_t n;
	const char *lines[LINES];
	const unsigned char *portrait;
	size_t portrait_n;
};

static bool
read_input(struct input *in)
{
	in->bytes = malloc(INPUT_MOST);
	for (ssize_t got = 1; in->bytes != NULL && got > 0 && in->n < INPUT_MOST;) {
		got = read(0, in->bytes + in->n, INPUT_MOST - in->n);
		in->n += got > 0 ? (size_t)got : 0;
	}
	size_t at = 0;
	for (int i = 0; i < LINES; i++) {
		char *end = in->bytes == NULL ? NULL : memchr(in->bytes + at, '\n', in->n - at);
		if (end == NULL)
			return false;
		*end = '\0';
		in->lines[i] = in->bytes + at;
		at = (size_t)(end - in->bytes) + 1;
	}
	in->portrait = (const unsigned char *)in->bytes + at;
	in->portrait_n = in->n - at;
	return true;
}

/* NULL when there is none, or none that can be read. */
static cairo_surface_t *
decode(const struct input *in)
{
	WebPDecoderConfig config;
	if (in->portrait_n == 0 || !WebPInitDecoderConfig(&config) ||
	    WebPGetFeatures(in->portrait, in->portrait_n, &config.input) != VP8_STATUS_OK ||
	    config.input.width > 4096 || config.input.height > 4096)
		return NULL;
	cairo_surface_t *face = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, config.input.width,
							   config.input.height);
	int stride = cairo_image_surface_get_stride(face);
	config.output.colorspace = MODE_bgrA;
	config.output.is_external_memory = 1;
	config.output.u.RGBA.rgba = cairo_image_surface_get_data(face);
	config.output.u.RGBA.stride = stride;
	config.output.u.RGBA.size = (size_t)stride * (size_t)config.input.height;
	if (WebPDecode(in->portrait, in->portrait_n, &config) != VP8_STATUS_OK) {
		cairo_surface_destroy(face);
		return NULL;
	}
	cairo_surface_mark_dirty(face);
	return face;
}

static void
add_stop(cairo_pattern_t *pattern, double at, unsigned rgb, double alpha)
{
	cairo_pattern_add_color_stop_rgba(pattern, at, (rgb >> 16 & 255) / 255.0,
					  (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0, alpha);
}

static void
set_color(cairo_t *cr, unsigned rgb, double alpha)
{
	cairo_set_source_rgba(cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
			      (rgb & 255) / 255.0, alpha);
}

/* A lamplit room at night: near-black violet, light from above. */
static void
paint_room(cairo_t *cr)
{
	set_color(cr, 0x0a0a0f, 1);
	cairo_paint(cr);
	cairo_pattern_t *lamp = cairo_pattern_create_radial(880, -160, 0, 880, -160, 900);
	add_stop(lamp, 0, 0x8b5cf6, 0.38);
	add_stop(lamp, 0.5, 0xec4899, 0.10);
	add_stop(lamp, 1, 0x0a0a0f, 0);
	cairo_set_source(cr, lamp);
	cairo_paint(cr);
	cairo_pattern_destroy(lamp);
}

/* The portrait fills the left side and fades into the room; faces are in the upper half. */
static void
paint_face(cairo_t *cr, cairo_surface_t *face)
{
	double w = cairo_image_surface_get_width(face), h = cairo_image_surface_get_height(face);
	double scale = fmax(FACE / w, HIGH / h);
	cairo_pattern_t *fade = cairo_pattern_create_linear(FACE - 170, 0, FACE, 0);
	add_stop(fade, 0, 0, 1);
	add_stop(fade, 1, 0, 0);
	cairo_save(cr);
	cairo_rectangle(cr, 0, 0, FACE, HIGH);
	cairo_clip(cr);
	cairo_push_group(cr);
	cairo_translate(cr, (FACE - w * scale) / 2, (HIGH - h * scale) * 0.2);
	cairo_scale(cr, scale, scale);
	cairo_set_source_surface(cr, face, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
	cairo_paint(cr);
	cairo_pop_group_to_source(cr);
	cairo_mask(cr, fade);
	cairo_restore(cr);
	cairo_pattern_destroy(fade);
}

static PangoLayout *
lay_out(cairo_t *cr, const char *text, const char *family, int size, PangoWeight weight, int lines)
{
	PangoLayout *layout = pango_cairo_create_layout(cr);
	PangoFontDescription *font = pango_font_description_new();
	pango_font_description_set_family(font, family);
	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	pango_font_description_set_weight(font, weight);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(layout, TEXT_WIDE * PANGO_SCALE);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	pango_layout_set_height(layout, -lines);
	pango_layout_set_text(layout, text, -1);
	return layout;
}

static double
height_of(PangoLayout *layout)
{
	int w, h;
	pango_layout_get_pixel_size(layout, &w, &h);
	return h;
}

static void
put(cairo_t *cr, PangoLayout *layout, double x, double y, unsigned rgb)
{
	set_color(cr, rgb, 1);
	cairo_move_to(cr, x, y);
	pango_cairo_show_layout(cr, layout);
	g_object_unref(layout);
}

/* Who writes, in words, in a frame: as plain as the line above it. */
static void
put_disclosure(cairo_t *cr, const char *text, double y)
{
	int w, h;
	PangoLayout *layout = lay_out(cr, text, SANS, 27, PANGO_WEIGHT_SEMIBOLD, 2);
	pango_layout_get_pixel_size(layout, &w, &h);
	double x = TEXT_X, wide = w + 36, high = h + 22, r = 14;
	cairo_new_sub_path(cr);
	cairo_arc(cr, x + wide - r, y + r, r, -G_PI / 2, 0);
	cairo_arc(cr, x + wide - r, y + high - r, r, 0, G_PI / 2);
	cairo_arc(cr, x + r, y + high - r, r, G_PI / 2, G_PI);
	cairo_arc(cr, x + r, y + r, r, G_PI, 3 * G_PI / 2);
	cairo_close_path(cr);
	set_color(cr, 0x1a1a24, 1);
	cairo_fill_preserve(cr);
	set_color(cr, 0x7c7c93, 1);
	cairo_set_line_width(cr, 2);
	cairo_stroke(cr);
	put(cr, layout, x + 18, y + 11, 0xffffff);
}

static void
paint_words(cairo_t *cr, const struct input *in)
{
	size_t letters = (size_t)g_utf8_strlen(in->lines[1], -1);
	PangoLayout *name = lay_out(cr, in->lines[1], SERIF, letters > 22 ? 56 : 76,
				    PANGO_WEIGHT_SEMIBOLD, letters > 22 ? 3 : 2);
	PangoLayout *line = lay_out(cr, in->lines[2], SANS, 31, PANGO_WEIGHT_NORMAL, 4);
	pango_layout_set_line_spacing(line, 1.25F);
	double high = height_of(name) + 22 + height_of(line) + 34 + 56;
	double y = fmax(110, (HIGH - high) / 2 + 20);
	put(cr, lay_out(cr, in->lines[0], SERIF, 34, PANGO_WEIGHT_SEMIBOLD, 1), TEXT_X, 44,
	    0xa78bfa);
	double below = y + height_of(name) + 22;
	double last = below + height_of(line) + 34;
	put(cr, name, TEXT_X, y, 0xffffff);
	put(cr, line, TEXT_X, below, 0xd6d6e0);
	put_disclosure(cr, in->lines[3], last);
}

/* No portrait: the first letter, large and quiet. */
static void
paint_letter(cairo_t *cr, const char *name)
{
	char letter[8] = { 0 };
	g_utf8_strncpy(letter, name, 1);
	PangoLayout *layout = lay_out(cr, letter, SERIF, 320, PANGO_WEIGHT_SEMIBOLD, 1);
	pango_layout_set_width(layout, FACE * PANGO_SCALE);
	pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
	put(cr, layout, 0, (HIGH - height_of(layout)) / 2, 0x3b2f63);
}

static cairo_status_t
write_png(void *closure, const unsigned char *bytes, unsigned n)
{
	(void)closure;
	while (n > 0) {
		ssize_t put_n = write(1, bytes, n);
		if (put_n <= 0)
			return CAIRO_STATUS_WRITE_ERROR;
		bytes += put_n;
		n -= (unsigned)put_n;
	}
	return CAIRO_STATUS_SUCCESS;
}

/* public/fonts stands beside build/, two folders above this program. */
static void
add_font(void)
{
	static const char FONT[] = "/public/fonts/snug-display.ttf";
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - sizeof(FONT));
	for (int up = 0; up < 3 && n > 0; up++) {
		const char *slash = memrchr(path, '/', (size_t)n);
		n = slash == NULL ? 0 : slash - path;
	}
	if (n <= 0)
		return;
	memcpy(path + n, FONT, sizeof(FONT));
	(void)FcConfigAppFontAddFile(FcConfigGetCurrent(), (const FcChar8 *)path);
}

int
main(void)
{
	struct input in = { 0 };
	struct rlimit cpu = { CPU_S, CPU_S }, none = { 0, 0 };
	(void)setrlimit(RLIMIT_CPU, &cpu);
	(void)setrlimit(RLIMIT_CORE, &none);
	if (!read_input(&in))
		return 2;
	add_font();
	cairo_surface_t *sheet = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDE, HIGH);
	cairo_t *cr = cairo_create(sheet);
	cairo_surface_t *face = decode(&in);
	paint_room(cr);
	if (face != NULL) {
		paint_face(cr, face);
		cairo_surface_destroy(face);
	} else {
		paint_letter(cr, in.lines[1]);
	}
	paint_words(cr, &in);
	cairo_destroy(cr);
	cairo_status_t status = cairo_surface_write_to_png_stream(sheet, write_png, NULL);
	cairo_surface_destroy(sheet);
	free(in.bytes);
	return status == CAIRO_STATUS_SUCCESS ? 0 : 1;
}
