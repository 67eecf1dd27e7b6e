#include "lib/media/upload.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/log.h"
#include "lib/base/rand.h"
#include "lib/media/helper.h"
#include "sql/media.h"

enum { ANSWER_MOST = 6 * 1024 * 1024, NAME_BYTES = 16 };

/* "word width height bytes thumb-bytes\n", then both files. */
static enum upload_outcome
read_answer(struct str answer, struct upload_picture *out)
{
	static const struct {
		struct str word;
		enum upload_outcome outcome;
	} WORDS[] = { { STR_INIT("ok"), UPLOAD_KEPT },
		      { STR_INIT("type"), UPLOAD_TYPE },
		      { STR_INIT("sides"), UPLOAD_SIDES } };
	struct str line, word;
	int64_t numbers[4] = { 0 };
	enum upload_outcome outcome = UPLOAD_DAMAGED;
	if (!str_cut(&answer, '\n', &line) || !str_cut(&line, ' ', &word))
		return UPLOAD_DAMAGED;
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_eq(word, WORDS[i].word))
			outcome = WORDS[i].outcome;
	if (outcome != UPLOAD_KEPT)
		return outcome;
	for (size_t i = 0; i < COUNT(numbers); i++)
		if (!str_cut(&line, ' ', &word) || !str_to_i64(word, &numbers[i]) ||
		    numbers[i] <= 0 || numbers[i] > ANSWER_MOST)
			return UPLOAD_DAMAGED;
	if (answer.n != (size_t)(numbers[2] + numbers[3]))
		return UPLOAD_DAMAGED;
	out->width = (int)numbers[0];
	out->height = (int)numbers[1];
	out->bytes = str_first(answer, (size_t)numbers[2]);
	out->thumb = str_from_at(answer, (size_t)numbers[2]);
	return UPLOAD_KEPT;
}

enum upload_outcome
upload_decode(struct arena *arena, const char *helper, struct str file, struct upload_picture *out)
{
	unsigned char name[NAME_BYTES];
	char hex[NAME_BYTES * 2 + 1];
	struct buf in = buf_in(arena);
	if (file.n == 0)
		return UPLOAD_EMPTY;
	if (file.n > UPLOAD_BYTES)
		return UPLOAD_LARGE;
	rand_secret(name, sizeof(name));
	buf_str(&in, str_from(sodium_bin2hex(hex, sizeof(hex), name, sizeof(name))));
	buf_str(&in, file);
	int64_t from = clock_mono_us();
	struct str answer = helper_run(arena,
				       helper != NULL ? helper : helper_path(arena, "picture"),
				       buf_done(&in), UPLOAD_WAIT_MS, ANSWER_MOST);
	enum upload_outcome outcome = read_answer(answer, out);
	LOG_EVENT(LOG_INFO, "upload", LOG_INT("bytes", file.n), LOG_INT("outcome", outcome),
		  LOG_INT("us", clock_mono_us() - from));
	return outcome;
}

/* Both files are new, for each carries a name of its own: without a row nobody would find them again. */
static struct media_id
add_row(struct db *db, const struct media_add_in *in)
{
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		struct media_id id = media_add(db, in)->id;
		fault_pop(&frame);
		return id;
	}
	media_delete_file(in->hash, MEDIA_WEBP);
	media_delete_file(in->thumb_hash, MEDIA_WEBP);
	fault_raise(frame.fault.kind, "%s", frame.fault.message);
}

enum upload_outcome
upload_keep(struct db *db, struct arena *arena, const struct upload_order *order,
	    struct upload_kept *out)
{
	struct upload_picture picture;
	struct media_file file, thumb;
	if (media_used(db, order->owner)->bytes + (int64_t)order->file.n > UPLOAD_QUOTA)
		return UPLOAD_OVER_QUOTA;
	enum upload_outcome outcome = upload_decode(arena, NULL, order->file, &picture);
	if (outcome != UPLOAD_KEPT)
		return outcome;
	if (media_store(picture.thumb, MEDIA_WEBP, &thumb) != MEDIA_STORED)
		return UPLOAD_DISK;
	if (media_store(picture.bytes, MEDIA_WEBP, &file) != MEDIA_STORED) {
		media_delete_file(str_from(thumb.hash), MEDIA_WEBP);
		return UPLOAD_DISK;
	}
	out->id = add_row(db, &(struct media_add_in){
				      .owner_id = order->owner,
				      .hash = str_from(file.hash),
				      .thumb_hash = str_from(thumb.hash),
				      .width = picture.width,
				      .height = picture.height,
				      .bytes = (int64_t)(picture.bytes.n + picture.thumb.n),
				      .is_public = order->is_public,
			      });
	out->url = str_fmt(arena, "/media/%s.webp", file.hash);
	out->thumb_url = str_fmt(arena, "/media/%s.webp", thumb.hash);
	out->width = picture.width;
	out->height = picture.height;
	return UPLOAD_KEPT;
}

int
upload_status(enum upload_outcome outcome)
{
	switch (outcome) {
	case UPLOAD_KEPT:
		return 201;
	case UPLOAD_LARGE:
		return 413;
	case UPLOAD_TYPE:
		return 415;
	case UPLOAD_EMPTY:
	case UPLOAD_SIDES:
	case UPLOAD_DAMAGED:
	case UPLOAD_OVER_QUOTA:
		return 422;
	case UPLOAD_DISK:
		return 503;
	}
	return 500;
}

const char *
upload_words(enum upload_outcome outcome)
{
	switch (outcome) {
	case UPLOAD_KEPT:
		return "";
	case UPLOAD_EMPTY:
		return "Choose a picture first: a JPEG, PNG or WebP file.";
	case UPLOAD_LARGE:
		return "This file is over 10 MB. Save it smaller and try again.";
	case UPLOAD_TYPE:
		return "This is not a JPEG, PNG or WebP picture. Save it as one of these and try again.";
	case UPLOAD_SIDES:
		return "This picture has too many pixels, or too few: 32 to 8192 a side, and 40 "
		       "million in all.";
	case UPLOAD_DAMAGED:
		return "This picture cannot be read; the file seems to be damaged. Save it anew and try "
		       "again.";
	case UPLOAD_OVER_QUOTA:
		return "Your pictures fill the 256 MB that are yours. Delete some in the gallery first.";
	case UPLOAD_DISK:
		return "The house has no room for files right now. Nothing was changed; try again later.";
	}
	return "";
}
