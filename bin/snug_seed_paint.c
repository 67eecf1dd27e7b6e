#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "bin/snug_seed.h"
#include "lib/base/fault.h"
#include "lib/base/json.h"
#include "lib/provider/image.h"

enum { PAINTERS = 2, WIDTH = 768, HEIGHT = 1024, CANVAS = 256 * 1024 * 1024 };

struct painting {
	struct seed_portrait *portraits;
	size_t n;
	atomic_size_t next;
	atomic_bool failed;
	char why[512]; /* written by the one that sets `failed` */
};

static void
store(struct str bytes, struct media_file *file)
{
	switch (media_store(bytes, MEDIA_WEBP, file)) {
	case MEDIA_STORED:
		return;
	case MEDIA_FULL:
		fault_raise(FAULT_BUG, "the disk is full");
	case MEDIA_BROKEN:
		break;
	}
	fault_raise(FAULT_BUG, "the portraits cannot be kept under VAR/media");
}

static void
paint(struct arena *arena, struct seed_portrait *portrait)
{
	const json_t *character = portrait->character;
	struct str key = json_get_text(character, "key");
	struct image_request request = { .look = json_object_get(character, "look"),
					 .name = json_get_text(character, "name"),
					 .prompt = STR(""),
					 .style = STR("default"),
					 .quality = IMAGE_HIGH,
					 .width = WIDTH,
					 .height = HEIGHT,
					 .seed = str_hash(key) };
	struct image image;
	image_sketch_paint(arena, &request, &image);
	store(image.bytes, &portrait->file);
	store(image.thumb, &portrait->thumb);
	portrait->width = image.width;
	portrait->height = image.height;
	portrait->bytes = (int64_t)image.bytes.n;
	size_t n = str_clip(image.alt, sizeof(portrait->alt) - 1);
	memcpy(portrait->alt, image.alt.p, n);
	portrait->alt[n] = '\0';
}

static void *
paint_some(void *arg)
{
	struct painting *painting = arg;
	struct arena *arena = arena_new(CANVAS);
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		for (;;) {
			size_t i = atomic_fetch_add(&painting->next, 1);
			if (i >= painting->n || atomic_load(&painting->failed))
				break;
			paint(arena, &painting->portraits[i]);
			arena_reset(arena);
		}
		fault_pop(&frame);
	} else if (!atomic_exchange(&painting->failed, true)) {
		(void)snprintf(painting->why, sizeof(painting->why), "%s", frame.fault.message);
	}
	arena_free(arena);
	return NULL;
}

void
seed_paint(struct seed_portrait *portraits, size_t n)
{
	struct painting painting = { .portraits = portraits, .n = n };
	pthread_t thread[PAINTERS - 1];
	size_t started = 0;
	while (started < PAINTERS - 1 &&
	       pthread_create(&thread[started], NULL, paint_some, &painting) == 0)
		started++;
	(void)paint_some(&painting);
	while (started > 0)
		(void)pthread_join(thread[--started], NULL);
	if (atomic_load(&painting.failed))
		fault_raise(FAULT_BUG, "%s", painting.why);
}
