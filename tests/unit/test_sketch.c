/*
 * The sketch painter: what must hold of any picture, and what words and seeds may change.
 */
#include <math.h>
#include <pthread.h>
#include <webp/decode.h>

#include "lib/base/json.h"
#include "lib/base/utf8.h"
#include "lib/provider/image.h"
#include "lib/provider/sketch/plan.h"
#include "tests/greatest.h"

enum { ARENA_CAP = 32 * 1024 * 1024 };

static const char LOOK[] =
	"{\"presentation\":\"feminine\",\"hairStyle\":\"wavy\",\"hairColor\":\"auburn\","
	"\"skin\":\"tan\",\"clothes\":\"coat\",\"clothesColor\":\"teal\",\"mood\":\"calm\","
	"\"background\":\"library\",\"accessories\":[\"glasses\"],\"age\":34}";

static struct arena *arena;

static void
set_up(void *data)
{
	(void)data;
	arena = arena_new(ARENA_CAP);
}

static void
tear_down(void *data)
{
	(void)data;
	arena_free(arena);
}

static const json_t *
look(const char *text)
{
	struct str why;
	return json_read(arena, str_from(text), &why);
}

static struct image_request
request_for(const char *prompt, uint64_t seed)
{
	return (struct image_request){ .look = look(LOOK),
				       .name = STR("Ada"),
				       .prompt = str_from(prompt),
				       .style = STR("default"),
				       .quality = IMAGE_FAST,
				       .width = 192,
				       .height = 256,
				       .seed = seed };
}

static struct image
paint(const struct image_request *rq)
{
	struct image image;
	image_sketch_paint(arena, rq, &image);
	return image;
}

/* The mean difference of two pictures of one size, 0..255. */
static double
difference(struct str a, struct str b)
{
	int w = 0, h = 0, w2 = 0, h2 = 0;
	uint8_t *p = WebPDecodeRGB((const uint8_t *)a.p, a.n, &w, &h);
	uint8_t *q = WebPDecodeRGB((const uint8_t *)b.p, b.n, &w2, &h2);
	double sum = 0;
	size_t n = (size_t)w * (size_t)h * 3;
	if (p != NULL && q != NULL && w == w2 && h == h2)
		for (size_t i = 0; i < n; i++)
			sum += abs(p[i] - q[i]);
	WebPFree(p);
	WebPFree(q);
	return n == 0 ? 0 : sum / (double)n;
}

TEST
one_seed_gives_one_picture(void)
{
	struct image_request rq = request_for("in the rain", 7);
	struct image a = paint(&rq), b = paint(&rq);
	ASSERT(str_eq(a.bytes, b.bytes));
	ASSERT(str_eq(a.thumb, b.thumb));
	ASSERT(str_eq(a.alt, b.alt));
	rq.seed = 8;
	ASSERT_FALSE(str_eq(a.bytes, paint(&rq).bytes));
	PASS();
}

TEST
words_of_the_prompt_are_seen(void)
{
	static const char *const PROMPTS[] = { "reading with a cat", "on the beach at sunset",
					       "red dress",	     "silver hair",
					       "in the snow",	     "holding a lantern",
					       "very happy",	     "blue light" };
	struct image_request plain_rq = request_for("", 3);
	struct image plain = paint(&plain_rq);
	for (size_t i = 0; i < COUNT(PROMPTS); i++) {
		struct image_request rq = request_for(PROMPTS[i], 3);
		struct image image = paint(&rq);
		ASSERT(difference(plain.bytes, image.bytes) > 0.3);
	}
	struct image_request rq = request_for("hmm, of the which qqqq", 3);
	ASSERT(str_eq(plain.bytes, paint(&rq).bytes));
	PASS();
}

TEST
words_are_understood(void)
{
	struct wish w = words_read(STR("Reading in the RAIN, with two cats at midnight"));
	ASSERT(plan_has(w.props, PROP_BOOK) && plan_has(w.props, PROP_CAT));
	ASSERT(plan_has(w.weather, WEATHER_RAIN));
	ASSERT_EQ(TIME_NIGHT, w.time);
	ASSERT_EQ(1, w.gaze);
	w = words_read(STR("a red velvet dress, golden hair; green eyes"));
	ASSERT_EQ(CLOTHES_DRESS, w.clothes);
	ASSERT_STR_EQ("red", NAMES_CLOTHES_COLOR[w.clothes_color]);
	ASSERT_STR_EQ("blonde", NAMES_HAIR_COLOR[w.hair_color]);
	ASSERT_STR_EQ("green", NAMES_EYES[w.eyes]);
	w = words_read(STR("flowers"));
	ASSERT(plan_has(w.props, PROP_BOUQUET) && !plan_has(w.extras, EXTRA_FLOWER));
	w = words_read(STR("a flower"));
	ASSERT(!plan_has(w.props, PROP_BOUQUET) && plan_has(w.extras, EXTRA_FLOWER));
	w = words_read(STR("red. It was late and there was a dress"));
	ASSERT_EQ(-1, w.clothes_color);
	w = words_read(STR(""));
	ASSERT_EQ(-1, w.scene);
	PASS();
}

static bool
same_face(const struct head *a, const struct head *b)
{
	return a->wide == b->wide && a->jaw == b->jaw && a->eye_gap == b->eye_gap &&
	       a->nose_long == b->nose_long && a->mouth_wide == b->mouth_wide;
}

TEST
a_named_character_keeps_its_face(void)
{
	struct image_request one = request_for("", 1), two = request_for("", 2);
	struct plan a = plan_make(arena, &one, 768), b = plan_make(arena, &two, 768);
	ASSERT(same_face(&a.head, &b.head));
	ASSERT(a.head.yaw != b.head.yaw);
	one.name = two.name = STR_NONE;
	a = plan_make(arena, &one, 768);
	b = plan_make(arena, &two, 768);
	ASSERT_FALSE(same_face(&a.head, &b.head));
	PASS();
}

TEST
attributes_are_kept(void)
{
	struct image_request rq = request_for("", 5);
	struct plan p = plan_make(arena, &rq, 768);
	ASSERT_EQ(LOOK_FEMININE, p.presentation);
	ASSERT_EQ(HAIR_WAVY, p.hair);
	ASSERT_EQ(CLOTHES_COAT, p.clothes);
	ASSERT_EQ(SCENE_LIBRARY, p.scene);
	ASSERT_EQ(1u << EXTRA_GLASSES, p.extras);
	ASSERT_EQ(34, p.age);
	PASS();
}

TEST
nobody_is_a_child(void)
{
	struct image_request rq = request_for("young child kid baby", 5);
	static const char *const AGES[] = { "{\"age\":7}", "{\"age\":-3}", "{\"age\":0}",
					    "{\"age\":\"nine\"}", "{\"age\":4012}" };
	for (size_t i = 0; i < COUNT(AGES); i++) {
		rq.look = look(AGES[i]);
		struct plan p = plan_make(arena, &rq, 768);
		ASSERT(p.age >= 18);
	}
	PASS();
}

TEST
files_are_webp_and_say_how_they_were_made(void)
{
	struct image_request rq = request_for("", 5);
	rq.quality = IMAGE_BALANCED;
	rq.width = 768;
	rq.height = 1024;
	struct image image = paint(&rq);
	int w, h;
	ASSERT(WebPGetInfo((const uint8_t *)image.bytes.p, image.bytes.n, &w, &h));
	ASSERT_EQ(768, w);
	ASSERT_EQ(1024, h);
	ASSERT(WebPGetInfo((const uint8_t *)image.thumb.p, image.thumb.n, &w, &h));
	ASSERT_EQ(384, w);
	ASSERT_EQ(512, h);
	ASSERT(image.bytes.n <= 70 * 1024);
	ASSERT(image.thumb.n <= 16 * 1024);
	ASSERT(str_find(image.bytes, STR("digitalsourcetype/algorithmicMedia")) > 0);
	ASSERT(str_starts(image.alt, STR("Sketch of Ada: a calm woman with wavy auburn hair")));
	PASS();
}

/* The corner of the label holds both its dark ground and its white letters, in every style. */
TEST
the_mark_is_legible(void)
{
	for (int style = 0; NAMES_STYLE[style] != NULL; style++) {
		struct image_request rq = request_for("", 5);
		rq.style = str_from(NAMES_STYLE[style]);
		rq.width = 384;
		rq.height = 512;
		struct image image = paint(&rq);
		int w, h, dark = 255, bright = 0;
		uint8_t *p = WebPDecodeRGB((const uint8_t *)image.bytes.p, image.bytes.n, &w, &h);
		ASSERT(p != NULL);
		for (int y = h - 24; y < h - 10; y++)
			for (int x = w - 70; x < w - 16; x++) {
				int g = p[(y * w + x) * 3 + 1];
				dark = g < dark ? g : dark;
				bright = g > bright ? g : bright;
			}
		WebPFree(p);
		ASSERT(dark < 110);
		ASSERT(bright > 215);
	}
	PASS();
}

TEST
bad_input_is_painted_too(void)
{
	static const char *const LOOKS[] = {
		"{}",
		"[]",
		"3",
		"{\"hairStyle\":[1,2],\"accessories\":{\"a\":1},\"age\":1e300}",
		"{\"accessories\":[null,1,\"hat\",\"hat\",[],{},\"crown\",\"horns\",\"scarf\",\"x\"]}",
		"{\"free\":\"\\u0000\\ud83d\\ude00 rain\",\"mood\":\"JOYFUL\",\"skin\":\"\"}",
	};
	static const int SIZES[][2] = { { 16, 16 },  { 0, 0 },	  { -5, 900 },
					{ 17, 300 }, { 300, 17 }, { 1, 1 } };
	char *noise = arena_take(arena, 300000);
	for (size_t i = 0; i < 300000; i++)
		noise[i] = (char)(i * 2654435761u >> 13);
	for (size_t i = 0; i < COUNT(LOOKS); i++) {
		struct image_request rq = { .look = look(LOOKS[i]),
					    .name = { noise, 200 },
					    .prompt = { noise, 300000 },
					    .style = STR("\xff\xfe"),
					    .quality = (enum image_quality)(i * 7),
					    .width = SIZES[i][0],
					    .height = SIZES[i][1],
					    .seed = UINT64_MAX - i };
		struct image image = paint(&rq);
		int w, h;
		ASSERT(WebPGetInfo((const uint8_t *)image.bytes.p, image.bytes.n, &w, &h));
		ASSERT(w == image.width && h == image.height && w >= 16 && h >= 16);
		ASSERT(utf8_valid(image.alt));
	}
	PASS();
}

/* What the look leaves open follows from the ethnicity; what it says wins. */
TEST
ethnicity_decides_what_is_left_open(void)
{
	struct image_request rq = request_for("", 5);
	for (uint64_t seed = 0; seed < 40; seed++) {
		rq.seed = seed * 77777;
		rq.look = look("{\"ethnicity\":\"african\"}");
		struct plan p = plan_make(arena, &rq, 768);
		ASSERT(p.skin_color >= 4 && p.skin_color <= 6 && p.hair_color == 0);
		rq.look = look("{\"ethnicity\":\"european\",\"hairColor\":\"violet\"}");
		p = plan_make(arena, &rq, 768);
		ASSERT(p.skin_color <= 2 && p.hair_color == 10);
		rq.look = look("{\"ethnicity\":\"african\",\"skin\":\"lilac\"}");
		p = plan_make(arena, &rq, 768);
		ASSERT_EQ(9, p.skin_color);
	}
	PASS();
}

/* Every value of every attribute, and every style and quality, once. */
TEST
every_attribute_can_be_drawn(void)
{
	static const struct {
		const char *key;
		const char *const *names;
	} LISTS[] = {
		{ "hairStyle", NAMES_HAIR },   { "clothes", NAMES_CLOTHES },
		{ "background", NAMES_SCENE }, { "mood", NAMES_MOOD },
		{ "skin", NAMES_SKIN },	       { "build", NAMES_BUILD },
	};
	for (size_t l = 0; l < COUNT(LISTS); l++)
		for (int i = 0; LISTS[l].names[i] != NULL; i++) {
			struct str text = str_fmt(arena,
						  "{\"%s\":\"%s\",\"accessories\":[\"%s\",\"%s\"]}",
						  LISTS[l].key, LISTS[l].names[i],
						  NAMES_EXTRA[i % 17], NAMES_EXTRA[(i + 9) % 17]);
			struct image_request rq = request_for("", (uint64_t)i * 31 + l);
			rq.look = look(str_cstr(arena, text));
			rq.width = 96;
			rq.height = 128;
			rq.style = str_from(NAMES_STYLE[i % 5]);
			rq.quality = (enum image_quality)(i % 5);
			struct image image = paint(&rq);
			ASSERT(image.bytes.n > 200);
		}
	PASS();
}

static void *
paint_in_thread(void *result)
{
	struct str why;
	struct arena *own = arena_new(ARENA_CAP);
	struct image_request rq = { .look = json_read(own, str_from(LOOK), &why),
				    .prompt = STR("cup of tea"),
				    .width = 192,
				    .height = 256,
				    .quality = IMAGE_HIGH,
				    .seed = 99 };
	struct image image;
	image_sketch_paint(own, &rq, &image);
	*(uint32_t *)result = str_hash(image.bytes);
	arena_free(own);
	return NULL;
}

TEST
threads_do_not_meet(void)
{
	uint32_t hashes[4] = { 0 };
	pthread_t threads[3];
	for (int i = 0; i < 3; i++)
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, paint_in_thread, &hashes[i]));
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	paint_in_thread(&hashes[3]);
	for (int i = 0; i < 3; i++)
		ASSERT_EQ(hashes[3], hashes[i]);
	PASS();
}

SUITE(sketch)
{
	SET_SETUP(set_up, NULL);
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(one_seed_gives_one_picture);
	RUN_TEST(words_of_the_prompt_are_seen);
	RUN_TEST(words_are_understood);
	RUN_TEST(a_named_character_keeps_its_face);
	RUN_TEST(attributes_are_kept);
	RUN_TEST(nobody_is_a_child);
	RUN_TEST(files_are_webp_and_say_how_they_were_made);
	RUN_TEST(the_mark_is_legible);
	RUN_TEST(bad_input_is_painted_too);
	RUN_TEST(ethnicity_decides_what_is_left_open);
	RUN_TEST(every_attribute_can_be_drawn);
	RUN_TEST(threads_do_not_meet);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(sketch);
	GREATEST_MAIN_END();
}
