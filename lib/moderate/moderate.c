#include "lib/moderate/moderate.h"

#include <sodium.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/seal.h"
#include "sql/safety.h"

enum { OVERLAP = 2000, SCRATCH = 256 * 1024 * 1024, HASH = 32 };

static const struct str SOURCES[] = {
	[MODERATE_CHAT] = STR_INIT("chat"),
	[MODERATE_EDIT] = STR_INIT("edit"),
	[MODERATE_IMPERSONATE] = STR_INIT("impersonate"),
	[MODERATE_PERSONA] = STR_INIT("persona"),
	[MODERATE_LORE] = STR_INIT("lore"),
	[MODERATE_NOTE] = STR_INIT("note"),
	[MODERATE_CARD] = STR_INIT("card"),
	[MODERATE_IMPORT] = STR_INIT("import"),
	[MODERATE_PUBLIC] = STR_INIT("public"),
	[MODERATE_PICTURE] = STR_INIT("picture"),
	[MODERATE_REPLY] = STR_INIT("reply"),
};

/* `about` is what it is that is never shown. */
static enum prompt_verdict
judge_all(struct str text, struct str *about)
{
	struct arena *scratch = arena_new(SCRATCH);
	enum prompt_verdict verdict = prompt_judge(scratch, text, PROMPT_CHAT);
	if (verdict == PROMPT_NEVER)
		*about = prompt_about(scratch, text);
	arena_free(scratch);
	return verdict;
}

/*
 * Nothing is split over several messages: the last ones and the new one are read as one text. What was
 * let through before is not held against the member again. `whole` is all of it.
 */
static bool
is_split(struct db *db, struct arena *arena, const struct moderate_source *source, struct str text,
	 struct str *whole, struct str *about)
{
	struct rows rows = safety_recent(db, source->chat, source->member);
	struct buf before = buf_in(arena);
	for (size_t i = rows.n; i-- > 0;) {
		struct str said = safety_recent_at(rows, i)->content;
		buf_str(&before, str_first(said, str_clip(said, OVERLAP)));
		buf_char(&before, '\n');
	}
	if (before.n == 0)
		return false;
	*whole = str_fmt(arena, "%.*s%.*s", STR_ARG(buf_done(&before)), STR_ARG(text));
	return judge_all(*whole, about) == PROMPT_NEVER &&
	       judge_all(buf_done(&before), &(struct str){ 0 }) != PROMPT_NEVER;
}

/* Evidence of what stands in `text`, sealed. */
static void
keep(struct db *db, struct arena *arena, const struct moderate_source *source,
     struct safety_hit_in *hit, struct str text)
{
	unsigned char *hash = arena_take(arena, HASH);
	(void)crypto_generichash(hash, HASH, (const unsigned char *)text.p, text.n, NULL, 0);
	if (!seal_close(arena, STR("safety_event"), text, &hit->sealed)) {
		LOG_EVENT(LOG_ERROR, "evidence-not-sealed", LOG_INT("member", source->member.v));
		hit->sealed = STR("");
	}
	hit->member_id = source->member;
	hit->chat_id = source->chat;
	hit->source = SOURCES[source->use];
	hit->hash = (struct str){ (const char *)hash, HASH };
	(void)safety_hit(db, hit);
}

void
moderate_keep(struct db *db, struct arena *arena, const struct moderate_source *source,
	      struct str provider, struct str text)
{
	struct str about = STR("service");
	(void)judge_all(text, &about);
	keep(db, arena, source, &(struct safety_hit_in){ .about = about, .provider = provider },
	     text);
}

void
moderate_keep_character(struct db *db, struct arena *arena, struct member_id member,
			struct character_id character, struct str text)
{
	const struct moderate_source source = { .member = member, .use = MODERATE_IMPORT };
	struct safety_hit_in hit = { .character_id = character,
				     .about = STR("service"),
				     .provider = STR("") };
	(void)judge_all(text, &hit.about);
	keep(db, arena, &source, &hit, text);
}

const char *
moderate_text(struct db *db, struct arena *arena, const struct moderate_source *source,
	      struct str text)
{
	struct str about = STR("service"), evidence = text;
	enum prompt_verdict verdict = judge_all(text, &about);
	if (verdict != PROMPT_NEVER && source->use == MODERATE_CHAT && source->chat.v != 0 &&
	    is_split(db, arena, source, text, &evidence, &about))
		verdict = PROMPT_NEVER;
	if (verdict == PROMPT_FINE)
		return NULL;
	/* What all can read is read by those who see nothing of that kind. */
	if (verdict == PROMPT_SEXUAL && source->use != MODERATE_PUBLIC &&
	    safety_member(db, source->member)->sees_all)
		return NULL;
	LOG_EVENT(LOG_INFO, "text-refused", LOG_INT("verdict", verdict),
		  LOG_STR("use", SOURCES[source->use]), LOG_INT("chat", source->chat.v));
	if (verdict == PROMPT_NEVER)
		keep(db, arena, source,
		     &(struct safety_hit_in){ .about = about, .provider = STR("") }, evidence);
	return prompt_refusal(verdict);
}
