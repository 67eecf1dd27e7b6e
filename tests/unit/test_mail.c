#include "tests/greatest.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/cfg.h"
#include "lib/mail/mail.h"

static struct arena *arena;
static char folder[] = "/tmp/snug-mail-XXXXXX";

/* The only file of VAR/mail, which is removed; "" when there is none, NULL when there are more. */
static const char *
take_mail(void)
{
	struct str path = str_fmt(arena, "%s/mail", folder);
	struct str only = STR_NONE;
	size_t n = 0;
	DIR *dir = opendir(path.p);
	for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) {
			only = str_fmt(arena, "%s/%s", path.p, e->d_name);
			n++;
		}
	if (dir != NULL)
		(void)closedir(dir);
	if (n != 1)
		return n == 0 ? "" : NULL;
	static char text[16384];
	FILE *file = fopen(only.p, "r");
	if (file == NULL)
		return NULL;
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	(void)fclose(file);
	(void)unlink(only.p);
	return text;
}

static enum mail_outcome
send(struct str to, struct str subject, struct str text)
{
	return mail_send(arena, &(struct mail){ .to = to, .subject = subject, .text = text });
}

TEST
writes_whole_messages(void)
{
	ASSERT_EQ(MAIL_SENT, send(STR("wren@example.org"), STR("Hello"), STR("One\n\nTwo ä")));
	const char *text = take_mail();
	ASSERT(text != NULL);
	ASSERT(strstr(text, "\r\nTo: <wren@example.org>\r\n") != NULL);
	ASSERT(strstr(text, "\r\nSubject: Hello\r\n") != NULL);
	ASSERT(strstr(text, "Message-ID: <") != NULL);
	ASSERT(strstr(text, " +0000\r\n") != NULL);
	ASSERT(strstr(text, "\r\n\r\nOne\r\n\r\nTwo ä\r\n") != NULL);
	for (const char *p = text; (p = strchr(p, '\n')) != NULL; p++)
		ASSERT(p[-1] == '\r');
	PASS();
}

TEST
encodes_subjects(void)
{
	struct str subject = STR(
		"Grüße aus dem Haus der Laternen, wo das Licht noch lange brennt ☾");
	ASSERT_EQ(MAIL_SENT, send(STR("wren@example.org"), subject, STR("x")));
	const char *text = take_mail();
	ASSERT(text != NULL);
	const char *at = strstr(text, "Subject: =?UTF-8?B?");
	ASSERT(at != NULL);
	ASSERT(strstr(at, "?=\r\n =?UTF-8?B?") != NULL);
	for (const char *p = text; p != NULL && *p != '\0'; p = strchr(p, '\n'), p += p != NULL)
		ASSERT(strcspn(p, "\r\n") <= 76);
	PASS();
}

TEST
refuses_what_would_break_a_header(void)
{
	static const struct str BAD[] = {
		STR_INIT(""),
		STR_INIT("wren"),
		STR_INIT("@example.org"),
		STR_INIT("wren@"),
		STR_INIT("a@b@example.org"),
		STR_INIT("wren@example.org\r\nBcc: x@example.org"),
		STR_INIT("wren@example.org\nX: y"),
		STR_INIT("wren@example.org, x@example.org"),
		STR_INIT("<wren@example.org>"),
		STR_INIT("wren example.org@x"),
		STR_INIT("wren\0@example.org"),
		STR_INIT("wren\xff@example.org"),
	};
	for (size_t i = 0; i < COUNT(BAD); i++)
		ASSERT_EQ(MAIL_REFUSED, send(BAD[i], STR("x"), STR("x")));
	ASSERT_EQ(MAIL_REFUSED, send(STR("a@b.c"), STR("x\r\nBcc: y@b.c"), STR("x")));
	ASSERT_EQ(MAIL_REFUSED, send(STR("a@b.c"), STR("x\ny"), STR("x")));
	ASSERT_STR_EQ("", take_mail());
	PASS();
}

/* A text cannot end the header early, nor hold lines or bytes that no server takes. */
TEST
keeps_text_within_bounds(void)
{
	struct buf text = buf_in(arena);
	for (int i = 0; i < 700; i++)
		buf_lit(&text, "ä☾");
	buf_lit(&text, "\nback\rspace\x08\n");
	ASSERT_EQ(MAIL_SENT, send(STR("a@b.c"), STR("x"), buf_done(&text)));
	const char *mail = take_mail();
	ASSERT(mail != NULL);
	for (const char *p = mail; p != NULL && *p != '\0'; p = strchr(p, '\n'), p += p != NULL)
		ASSERT(strcspn(p, "\r\n") <= 998);
	ASSERT(strstr(mail, "\r\nbackspace\r\n") != NULL);
	PASS();
}

TEST
leaves_nothing_of_a_rehearsal(void)
{
	struct mail mail = { .to = STR("a@b.c"), .subject = STR("x"), .text = STR("x") };
	ASSERT_EQ(MAIL_SENT, mail_rehearse(arena, &mail));
	ASSERT_STR_EQ("", take_mail());
	PASS();
}

TEST
says_when_there_is_no_place(void)
{
	struct str path = str_fmt(arena, "%s/mail", folder);
	ASSERT_EQ(0, rmdir(path.p));
	FILE *file = fopen(path.p, "w");
	ASSERT(file != NULL && fclose(file) == 0);
	ASSERT_EQ(MAIL_FAILED, send(STR("a@b.c"), STR("x"), STR("x")));
	ASSERT_EQ(0, unlink(path.p));
	PASS();
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(16 * 1024 * 1024);
	struct buf problems = buf_in(arena);
	if (mkdtemp(folder) == NULL || setenv("SNUG_VAR", folder, 1) != 0 ||
	    !cfg_load(arena, &problems))
		return 1;
	RUN_TEST(writes_whole_messages);
	RUN_TEST(encodes_subjects);
	RUN_TEST(refuses_what_would_break_a_header);
	RUN_TEST(keeps_text_within_bounds);
	RUN_TEST(leaves_nothing_of_a_rehearsal);
	RUN_TEST(says_when_there_is_no_place);
	(void)rmdir(folder);
	arena_free(arena);
	GREATEST_MAIN_END();
}
