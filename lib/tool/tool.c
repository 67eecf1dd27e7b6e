#include "lib/tool/tool.h"

#include <time.h>

#include "lib/base/json.h"
#include "lib/tool/dice.h"

static const struct text_tool TOOLS[] = {
	{ STR_INIT("roll_dice"),
	  STR_INIT("Rolls dice fairly. Use it whenever chance decides something in the story, and "
		   "never make up the numbers. The reader sees the roll."),
	  STR_INIT("{\"type\":\"object\",\"properties\":{\"notation\":{\"type\":\"string\","
		   "\"description\":\"dice notation such as 1d20, 2d6+3, 4d6kh3\"}},"
		   "\"required\":[\"notation\"],\"additionalProperties\":false}") },
	{ STR_INIT("current_time"), STR_INIT("Tells the present date and time, UTC."),
	  STR_INIT("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}") },
};

const struct text_tool *
tool_all(size_t *count)
{
	*count = COUNT(TOOLS);
	return TOOLS;
}

static struct str
roll(struct arena *arena, const json_t *arguments, struct buf *notes)
{
	struct dice_roll rolled;
	struct rand_seeded chance;
	rand_secret(&chance.state, sizeof(chance.state));
	if (!dice_roll(arena, json_get_text(arguments, "notation"), &chance, &rolled))
		return STR("{\"error\":\"notation must be dice such as 1d20 or 2d6+3, at "
			   "most 100 dice of 1000 sides\"}");
	buf_fmt(notes, "\n\n*Dice %.*s: ", STR_ARG(rolled.notation));
	if (rolled.detail.n > 0)
		buf_fmt(notes, "%.*s = ", STR_ARG(rolled.detail));
	buf_fmt(notes, "%lld.*\n\n", (long long)rolled.total);
	struct buf out = buf_in(arena);
	buf_lit(&out, "{\"notation\":");
	json_put_text(&out, rolled.notation);
	buf_fmt(&out, ",\"total\":%lld,\"detail\":", (long long)rolled.total);
	json_put_text(&out, rolled.detail);
	buf_char(&out, '}');
	return buf_done(&out);
}

static struct str
tell_time(struct arena *arena)
{
	time_t now = time(NULL);
	struct tm parts;
	char text[64];
	(void)gmtime_r(&now, &parts);
	size_t n = strftime(text, sizeof(text), "%A, %Y-%m-%d %H:%M UTC", &parts);
	return str_fmt(arena, "{\"now\":\"%.*s\"}", (int)n, text);
}

struct str
tool_use(struct arena *arena, const struct text_tool_call *call, struct buf *notes)
{
	struct str why;
	struct str text = str_trim(call->arguments);
	const json_t *arguments = json_read(arena, text.n == 0 ? STR("{}") : text, &why);
	if (!json_is_object(arguments))
		return STR("{\"error\":\"the arguments are no JSON object\"}");
	if (str_eq(call->name, STR("roll_dice")))
		return roll(arena, arguments, notes);
	if (str_eq(call->name, STR("current_time")))
		return tell_time(arena);
	return STR("{\"error\":\"there is no such tool\"}");
}
