#include "lib/moderate/moderate.h"

#include <sodium.h>

#include "lib/base/cfg.h"
#include "lib/base/log.h"
#include "lib/base/seal.h"
#include "lib/base/utf8.h"
#include "lib/moderate/fold.h"
#include "sql/safety.h"

enum { WINDOW = FOLD_POINTS * 2, OVERLAP = 2000, SCRATCH = 256 * 1024 * 1024, HASH = 32 };

static const struct str SOURCES[] = {
	[MODERATE_CHAT] = STR_INIT("chat"),
	[MODERATE_EDIT] = STR_INIT("edit"),
	[MODERATE_IMPERSONATE] = STR_INIT("impersonate"),
	[MODERATE_PERSONA] = STR_INIT("persona"),
	[MODERATE_LORE] = STR_INIT("lore"),
	[MODERATE_NOTE] = STR_INIT("note"),
	[MODERATE_CARD] = STR_INIT("card"),
	[MODERATE_IMPORT] = STR_INIT("import"),
	[MODERATE_REPLY] = STR_INIT("reply"),
};

/* Long text in windows of bytes that overlap, so that nothing is cut apart. */
static enum prompt_verdict
judge_all(struct str text)
{
	struct arena *scratch = arena_new(SCRATCH);
	enum prompt_verdict worst = PROMPT_FINE;
	for (size_t from = 0;;) {
		struct str rest = str_from_at(text, from);
		size_t n = str_clip(rest, WINDOW);
		enum prompt_verdict verdict = prompt_judge(scratch, str_first(rest, n),
							   PROMPT_CHAT);
		worst = verdict > worst ? verdict : worst;
		arena_reset(scratch);
		if (n == rest.n || worst == PROMPT_NEVER)
			break;
		from += str_clip(rest, n - OVERLAP);
	}
	arena_free(scratch);
	return worst;
}

/*
 * Nothing is split over several messages: the last ones and the new one are read as one text. What was
 * let through before is not held against the member again.
 */
static bool
is_split(struct db *db, struct arena *arena, const struct moderate_source *source, struct str text)
{
	struct rows rows = safety_recent(db, source->chat, source->member);
	struct buf before = buf_in(arena), whole = buf_in(arena);
	for (size_t i = rows.n; i-- > 0;) {
		struct str said = safety_recent_at(rows, i)->content;
		buf_str(&before, str_first(said, str_clip(said, OVERLAP)));
		buf_char(&before, '\n');
	}
	if (before.n == 0)
		return false;
	buf_str(&whole, buf_done(&before));
	buf_str(&whole, text);
	return judge_all(buf_done(&whole)) == PROMPT_NEVER &&
	       judge_all(buf_done(&before)) != PROMPT_NEVER;
}

void
moderate_keep(struct db *db, struct arena *arena, const struct moderate_source *source,
	      struct str provider, struct str text)
{
	struct str sealed;
	unsigned char *hash = arena_take(arena, HASH);
	(void)crypto_generichash(hash, HASH, (const unsigned char *)text.p, text.n, NULL, 0);
	if (!seal_close(arena, STR("safety_event"), text, &sealed)) {
		LOG_EVENT(LOG_ERROR, "evidence-not-sealed", LOG_INT("member", source->member.v));
		sealed = STR("");
	}
	(void)safety_hit(db, &(struct safety_hit_in){ .member_id = source->member,
						      .chat_id = source->chat,
						      .source = SOURCES[source->use],
						      .provider = provider,
						      .hash = { (const char *)hash, HASH },
						      .sealed = sealed });
}

const char *
moderate_text(struct db *db, struct arena *arena, const struct moderate_source *source,
	      struct str text)
{
	enum prompt_verdict verdict = judge_all(text);
	if (verdict != PROMPT_NEVER && source->use == MODERATE_CHAT && source->chat.v != 0 &&
	    is_split(db, arena, source, text))
		verdict = PROMPT_NEVER;
	if (verdict == PROMPT_FINE)
		return NULL;
	if (verdict == PROMPT_SEXUAL && cfg_is_set(CFG_EDITION) &&
	    !safety_member(db, source->member)->in_care)
		return NULL;
	LOG_EVENT(LOG_INFO, "text-refused", LOG_INT("verdict", verdict),
		  LOG_STR("use", SOURCES[source->use]), LOG_INT("chat", source->chat.v));
	if (verdict == PROMPT_NEVER)
		moderate_keep(db, arena, source, STR(""), text);
	return prompt_refusal(verdict);
}
