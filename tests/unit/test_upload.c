/*
 * Pictures that members bring: kinds, limits, hostile files, and what is left of their metadata. The
 * files are made here; the program that reads them is the built one.
 */
#include "tests/greatest.h"

#include <stdlib.h>
#include <unistd.h>
#include <vips/vips.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/media/upload.h"

static struct arena *arena;

enum { A_SECOND = 1000 * 1000 };

/* Machines that build with sanitizers are slow; what takes long shall still be far from the deadline. */
enum { HOSTILE_US = 3 * A_SECOND };

static enum upload_outcome
decode(struct str file, struct upload_picture *out)
{
	return upload_decode(arena, "build/bin/picture", file, out);
}

/* Whether a file is judged far from the deadline: in the best of some tries, since other programs run, too. */
static bool
is_quick(struct str file, enum upload_outcome *outcome)
{
	int64_t least = INT64_MAX;
	for (int i = 0; i < 5 && least >= HOSTILE_US; i++) {
		struct upload_picture picture;
		int64_t from = clock_mono_us();
		*outcome = decode(file, &picture);
		int64_t took = clock_mono_us() - from;
		least = took < least ? took : least;
	}
	return least < HOSTILE_US;
}

static VipsImage *
noise(int width, int height)
{
	VipsImage *gray, *three, *image;
	if (vips_gaussnoise(&gray, width, height, NULL) != 0 ||
	    vips_bandjoin(((VipsImage *[]){ gray, gray, gray }), &three, 3, NULL) != 0 ||
	    vips_cast(three, &image, VIPS_FORMAT_UCHAR, NULL) != 0)
		abort();
	return image;
}

/* `suffix` says the kind: ".png", ".jpg[Q=90]". */
static struct str
save(VipsImage *image, const char *suffix)
{
	void *bytes;
	size_t n;
	if (vips_image_write_to_buffer(image, suffix, &bytes, &n, NULL) != 0)
		abort();
	struct str file = str_copy(arena, (struct str){ bytes, n });
	g_free(bytes);
	return file;
}

static void
put_u32(struct buf *buf, uint32_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_char(buf, (char)(value >> shift));
}

/* A chunk of a PNG file with its CRC-32 (ISO 3309). */
static void
put_chunk(struct buf *buf, const char *type, struct str data)
{
	put_u32(buf, (uint32_t)data.n);
	size_t from = buf->n;
	buf_put(buf, type, 4);
	buf_str(buf, data);
	uint32_t crc = 0xFFFFFFFFu;
	for (size_t i = from; i < buf->n; i++) {
		crc ^= (unsigned char)buf->p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320u : 0);
	}
	put_u32(buf, ~crc);
}

/* A PNG that says it is this large and holds nothing to speak of. */
static struct str
empty_png(uint32_t width, uint32_t height)
{
	struct buf head = buf_in(arena), file = buf_in(arena);
	put_u32(&head, width);
	put_u32(&head, height);
	buf_put(&head, "\10\2\0\0\0", 5);
	buf_put(&file, "\x89PNG\r\n\x1A\n", 8);
	put_chunk(&file, "IHDR", buf_done(&head));
	put_chunk(&file, "IDAT", (struct str){ "x\1\1\0\0\377\377\0\0\0\1", 11 });
	put_chunk(&file, "IEND", STR(""));
	return buf_done(&file);
}

TEST
each_kind_comes_out_as_webp(void)
{
	static const char *const KINDS[] = { ".png", ".jpg[Q=90]", ".webp" };
	struct upload_picture picture;
	for (size_t i = 0; i < COUNT(KINDS); i++) {
		ASSERT_EQm(KINDS[i], UPLOAD_KEPT,
			   decode(save(noise(600, 800), KINDS[i]), &picture));
		ASSERT_EQ(600, picture.width);
		ASSERT_EQ(800, picture.height);
		ASSERT(str_starts(picture.bytes, STR("RIFF")));
		ASSERT(str_starts(str_from_at(picture.thumb, 8), STR("WEBP")));
		ASSERT(picture.thumb.n < picture.bytes.n);
	}
	PASS();
}

TEST
large_pictures_are_made_smaller(void)
{
	struct upload_picture picture;
	ASSERT_EQ(UPLOAD_KEPT, decode(save(noise(5000, 2500), ".jpg[Q=30]"), &picture));
	ASSERT_EQ(2048, picture.width);
	ASSERT_EQ(1024, picture.height);
	VipsImage *thumb;
	ASSERT_EQ(0, vips_webpload_buffer((void *)(uintptr_t)picture.thumb.p, picture.thumb.n,
					  &thumb, NULL));
	ASSERT_EQ(384, vips_image_get_width(thumb));
	PASS();
}

TEST
metadata_stays_behind(void)
{
	static const char *const SECRETS[] = { "48.8584", "Canon of Ann", "a comment" };
	VipsImage *image = noise(200, 100);
	struct upload_picture picture;
	vips_image_set_string(image, "exif-ifd0-ImageDescription", "Canon of Ann");
	vips_image_set_string(image, "exif-ifd3-GPSLatitude", "48.8584");
	vips_image_set_int(image, "orientation", 6);
	vips_image_set_blob_copy(image, VIPS_META_XMP_NAME, "a comment", 9);
	struct str file = save(image, ".jpg[Q=90]");
	ASSERT(str_find(file, STR("Canon of Ann")) > 0);
	ASSERT_EQ(UPLOAD_KEPT, decode(file, &picture));
	/* Stood on its side before; its pixels stand upright now. */
	ASSERT_EQ(100, picture.width);
	ASSERT_EQ(200, picture.height);
	for (size_t i = 0; i < COUNT(SECRETS); i++) {
		ASSERT_EQ(-1, str_find(picture.bytes, str_from(SECRETS[i])));
		ASSERT_EQ(-1, str_find(picture.thumb, str_from(SECRETS[i])));
	}
	PASS();
}

TEST
the_same_picture_twice_is_two_files(void)
{
	struct upload_picture one, two;
	struct str file = save(noise(100, 100), ".png");
	ASSERT_EQ(UPLOAD_KEPT, decode(file, &one));
	ASSERT_EQ(UPLOAD_KEPT, decode(file, &two));
	ASSERT(!str_eq(one.bytes, two.bytes));
	ASSERT(!str_eq(one.thumb, two.thumb));
	PASS();
}

TEST
what_is_no_picture_is_told_apart(void)
{
	static const struct {
		struct str file;
		enum upload_outcome outcome;
	} FILES[] = {
		{ STR_INIT(""), UPLOAD_EMPTY },
		{ STR_INIT("x"), UPLOAD_TYPE },
		{ STR_INIT("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
		  UPLOAD_TYPE },
		{ STR_INIT("GIF89a\1\0\1\0\0\0\0;"), UPLOAD_TYPE },
		{ STR_INIT("%PDF-1.7"), UPLOAD_TYPE },
		{ STR_INIT("RIFF\4\0\0\0WAVEfmt "), UPLOAD_TYPE },
		{ STR_INIT("\x89PNG\r\n\x1A\n"), UPLOAD_DAMAGED },
		{ STR_INIT("\xFF\xD8\xFF\xE0"), UPLOAD_DAMAGED },
		{ STR_INIT("RIFF\xFF\xFF\xFF\xFFWEBPVP8 \xFF\xFF\xFF\xFF"), UPLOAD_DAMAGED },
	};
	struct upload_picture picture;
	for (size_t i = 0; i < COUNT(FILES); i++)
		ASSERT_EQ(FILES[i].outcome, decode(FILES[i].file, &picture));
	char *large = arena_take(arena, UPLOAD_BYTES + 1);
	memset(large, 'a', UPLOAD_BYTES + 1);
	ASSERT_EQ(UPLOAD_LARGE, decode((struct str){ large, UPLOAD_BYTES + 1 }, &picture));
	PASS();
}

TEST
sides_are_read_before_pixels(void)
{
	static const struct {
		uint32_t width;
		uint32_t height;
		enum upload_outcome outcome;
	} SIZES[] = { { 8193, 100, UPLOAD_SIDES },
		      { 100, 60000, UPLOAD_SIDES },
		      { 8000, 8000, UPLOAD_SIDES },
		      { 31, 400, UPLOAD_SIDES },
		      { 0x7FFFFFFF, 0x7FFFFFFF, UPLOAD_DAMAGED },
		      { 0, 5, UPLOAD_DAMAGED },
		      { 6000, 6000, UPLOAD_DAMAGED /* nothing in it */ } };
	for (size_t i = 0; i < COUNT(SIZES); i++) {
		enum upload_outcome outcome;
		ASSERT(is_quick(empty_png(SIZES[i].width, SIZES[i].height), &outcome));
		ASSERT_EQ(SIZES[i].outcome, outcome);
	}
	PASS();
}

TEST
cut_and_twisted_files_do_no_harm(void)
{
	static const char *const KINDS[] = { ".png", ".jpg[Q=90]", ".webp" };
	struct upload_picture picture;
	for (size_t i = 0; i < COUNT(KINDS); i++) {
		struct str file = save(noise(300, 300), KINDS[i]);
		ASSERT_EQ(UPLOAD_DAMAGED, decode(str_first(file, file.n / 2), &picture));
		char *twisted = arena_take(arena, file.n);
		memcpy(twisted, file.p, file.n);
		for (size_t k = 30; k < file.n; k += 37)
			twisted[k] = (char)~twisted[k];
		enum upload_outcome outcome;
		ASSERT(is_quick((struct str){ twisted, file.n }, &outcome));
		ASSERT(outcome == UPLOAD_KEPT || outcome == UPLOAD_DAMAGED ||
		       outcome == UPLOAD_SIDES);
	}
	PASS();
}

TEST
every_outcome_has_its_status_and_words(void)
{
	for (int i = UPLOAD_EMPTY; i <= UPLOAD_DISK; i++) {
		ASSERT(upload_status((enum upload_outcome)i) >= 400);
		ASSERT(strlen(upload_words((enum upload_outcome)i)) > 20);
	}
	PASS();
}

static void
tear_down(void *data)
{
	(void)data;
	arena_reset(arena);
}

SUITE(uploads)
{
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(each_kind_comes_out_as_webp);
	RUN_TEST(large_pictures_are_made_smaller);
	RUN_TEST(metadata_stays_behind);
	RUN_TEST(the_same_picture_twice_is_two_files);
	RUN_TEST(what_is_no_picture_is_told_apart);
	RUN_TEST(sides_are_read_before_pixels);
	RUN_TEST(cut_and_twisted_files_do_no_harm);
	RUN_TEST(every_outcome_has_its_status_and_words);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(512 * 1024 * 1024);
	if (VIPS_INIT(argv[0]) != 0)
		return 2;
	RUN_SUITE(uploads);
	arena_free(arena);
	vips_shutdown();
	GREATEST_MAIN_END();
}
