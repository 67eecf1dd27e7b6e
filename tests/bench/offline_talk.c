/*
 * Talks with a character of the offline engine, without a house around it:
 *
 *	offline_talk CHARACTER.json [SEED] [MEMBER NAME] < lines.txt
 *
 * Each line is a message; prints the conversation and, at the end, the cost of a reply.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "lib/provider/offline/talk.h"

enum { MOST_MESSAGES = 4000 };

static struct str
read_file(struct arena *arena, const char *path)
{
	struct buf text = buf_in(arena);
	char piece[4096];
	size_t n;
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		return STR_NONE;
	while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
		buf_put(&text, piece, n);
	(void)fclose(file);
	return buf_done(&text);
}

int
main(int argc, char **argv)
{
	static struct text_message messages[MOST_MESSAGES];
	struct arena *arena = arena_new(256 * 1024 * 1024);
	char line[4096];
	struct str why;
	if (argc < 2)
		return 2;
	const json_t *persona = json_read(arena, read_file(arena, argv[1]), &why);
	if (persona == NULL) {
		(void)fprintf(stderr, "%s: %.*s\n", argv[1], STR_ARG(why));
		return 1;
	}
	struct text_request request = {
		.messages = messages,
		.seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1,
		.persona = persona,
		.member_name = str_from(argc > 3 ? argv[3] : NULL),
	};
	messages[request.message_count++] = (struct text_message){
		TEXT_ASSISTANT,
		json_get_text(persona, "greeting"),
	};
	(void)printf("[%s]\n%.*s\n", argv[1], STR_ARG(messages[0].content));
	int64_t spent = 0;
	int64_t replies = 0;
	while (request.message_count + 2 < MOST_MESSAGES &&
	       fgets(line, sizeof(line), stdin) != NULL) {
		struct str said = str_copy(arena, str_trim(str_from(line)));
		messages[request.message_count++] = (struct text_message){ TEXT_USER, said };
		int64_t began = clock_mono_us();
		struct arena *making = arena_new(16 * 1024 * 1024);
		struct str reply = str_copy(arena, reply_make(making, &request));
		size_t used = arena_used(making);
		arena_free(making);
		spent += clock_mono_us() - began;
		replies++;
		messages[request.message_count++] = (struct text_message){ TEXT_ASSISTANT, reply };
		(void)printf("\n> %.*s\n\n%.*s\n", STR_ARG(said), STR_ARG(reply));
		if (getenv("OFFLINE_TALK_MEMORY") != NULL)
			(void)printf("(%zu bytes)\n", used);
	}
	(void)printf("\n%lld us a reply\n", (long long)(replies > 0 ? spent / replies : 0));
	arena_free(arena);
	return 0;
}
