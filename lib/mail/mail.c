#include "lib/mail/mail.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/rand.h"
#include "lib/base/utf8.h"

enum {
	WORD_BYTES =
		39, /* in base64, its frame and "Subject: ": 73 of the 76 that RFC 2047 allows */
	LINE_BYTES = 900, /* under the 998 of RFC 5322, section 2.1.1 */
	SUBJECT_BYTES = 240,
	ADDRESS_BYTES = 254
};

static bool
has_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 127)
			return true;
	return false;
}

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 128)
			return false;
	return true;
}

bool
mail_address_is_good(struct str address)
{
	ptrdiff_t at = str_rfind_char(address, '@');
	if (at < 1 || (size_t)at + 1 >= address.n || address.n > ADDRESS_BYTES ||
	    has_control(address) || !utf8_valid(address))
		return false;
	for (size_t i = 0; i < address.n; i++)
		if (strchr(" <>()[]\\,;:\"", address.p[i]) != NULL)
			return false;
	return str_find_char(str_first(address, (size_t)at), '@') < 0;
}

/* Encoded words of RFC 2047, each on a line of its own and never within a character. */
static void
put_encoded(struct buf *out, struct str text)
{
	char word[sodium_base64_ENCODED_LEN(WORD_BYTES, sodium_base64_VARIANT_ORIGINAL)];
	const char *gap = "";
	while (text.n > 0) {
		size_t n = str_clip(text, WORD_BYTES);
		sodium_bin2base64(word, sizeof(word), (const unsigned char *)text.p, n,
				  sodium_base64_VARIANT_ORIGINAL);
		buf_fmt(out, "%s=?UTF-8?B?%s?=", gap, word);
		gap = "\r\n ";
		text = str_from_at(text, n);
	}
}

/* A name before an address: a quoted string, or encoded words. */
static void
put_name(struct buf *out, struct str name)
{
	if (!is_ascii(name)) {
		put_encoded(out, name);
		return;
	}
	buf_char(out, '"');
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"' || name.p[i] == '\\')
			buf_char(out, '\\');
		buf_char(out, name.p[i]);
	}
	buf_char(out, '"');
}

/* The host of the house as its members type it, without the port. */
static struct str
house_host(void)
{
	struct str host = str_from(cfg_text(CFG_PUBLIC_URL));
	ptrdiff_t at = str_find(host, STR("://"));
	if (at < 0)
		return STR("localhost");
	host = str_from_at(host, (size_t)at + 3);
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] == '/' || host.p[i] == ':' || host.p[i] == '[')
			return str_first(host, i);
	return host;
}

/* SNUG_MAIL_FROM may be an address or "Name <address>"; the bare address comes back. */
static struct str
put_sender(struct buf *out, struct arena *arena)
{
	struct str from = str_trim(str_from(cfg_text(CFG_MAIL_FROM)));
	struct str name = str_from(cfg_text(CFG_HOUSE_NAME));
	ptrdiff_t open = str_find_char(from, '<');
	if (open >= 0 && str_ends(from, STR(">"))) {
		if (open > 0)
			name = str_trim(str_first(from, (size_t)open));
		from = str_first(str_from_at(from, (size_t)open + 1), from.n - (size_t)open - 2);
	}
	if (!mail_address_is_good(from))
		from = str_fmt(arena, "snug@%.*s", STR_ARG(house_host()));
	buf_lit(out, "From: ");
	if (!has_control(name))
		put_name(out, name);
	buf_fmt(out, " <%.*s>\r\n", STR_ARG(from));
	return from;
}

static void
put_date(struct buf *out)
{
	char text[64];
	struct tm tm;
	time_t now = (time_t)(clock_now().us / 1000000);
	if (gmtime_r(&now, &tm) != NULL && strftime(text, sizeof(text), "%a, %d %b %Y %T", &tm) > 0)
		buf_fmt(out, "Date: %s +0000\r\n", text);
}

/* Lines end in CRLF and are short enough; other control bytes are left out. */
static void
put_text(struct buf *out, struct str text)
{
	struct str line;
	while (str_cut(&text, '\n', &line)) {
		do {
			size_t n = str_clip(line, LINE_BYTES);
			for (size_t i = 0; i < n; i++)
				if ((unsigned char)line.p[i] >= ' ' || line.p[i] == '\t')
					buf_char(out, line.p[i]);
			buf_lit(out, "\r\n");
			line = str_from_at(line, n);
		} while (line.n > 0);
	}
}

static struct str
compose(struct arena *arena, const struct mail *mail)
{
	struct buf out = buf_in(arena);
	put_date(&out);
	struct str from = put_sender(&out, arena);
	struct str host = str_from_at(from, (size_t)str_rfind_char(from, '@') + 1);
	buf_fmt(&out, "To: <%.*s>\r\nMessage-ID: <%.*s@%.*s>\r\nSubject: ", STR_ARG(mail->to),
		STR_ARG(rand_token(arena, 18)), STR_ARG(host));
	if (is_ascii(mail->subject))
		buf_str(&out, mail->subject);
	else
		put_encoded(&out, mail->subject);
	buf_lit(&out, "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
		      "Content-Transfer-Encoding: 8bit\r\nAuto-Submitted: auto-generated\r\n\r\n");
	put_text(&out, utf8_repair(arena, mail->text));
	return buf_done(&out);
}

/* All of it on the disk under `path`, or nothing. */
static bool
write_whole(const char *path, struct str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool ok = true;
	while (ok && bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);
		if (n > 0)
			bytes = str_from_at(bytes, (size_t)n);
		else
			ok = n < 0 && errno == EINTR;
	}
	ok = ok && fsync(fd) == 0;
	ok = close(fd) == 0 && ok;
	if (!ok)
		(void)unlink(path);
	return ok;
}

/* A name that sorts by time and that nobody can guess. */
static struct str
new_name(struct arena *arena)
{
	char day[32] = "";
	struct tm tm;
	struct moment now = clock_now();
	time_t seconds = (time_t)(now.us / 1000000);
	if (gmtime_r(&seconds, &tm) != NULL)
		(void)strftime(day, sizeof(day), "%Y%m%dT%H%M%S", &tm);
	return str_fmt(arena, "%s.%06dZ-%.*s", day, (int)(now.us % 1000000),
		       STR_ARG(rand_token(arena, 9)));
}

static enum mail_outcome
deliver(struct arena *arena, const struct mail *mail, bool keep)
{
	if (!mail_address_is_good(mail->to) || has_control(mail->subject) ||
	    mail->subject.n > SUBJECT_BYTES || !utf8_valid(mail->subject)) {
		LOG_EVENT(LOG_ERROR, "mail-refused", LOG_INT("bytes", mail->to.n));
		return MAIL_REFUSED;
	}
	const char *folder = cfg_var_path(arena, "mail");
	struct str name = new_name(arena);
	struct str draft = str_fmt(arena, "%s/.%.*s", folder, STR_ARG(name));
	struct str path = str_fmt(arena, "%s/%.*s.eml", folder, STR_ARG(name));
	(void)mkdir(folder, 0750);
	bool ok = write_whole(draft.p, compose(arena, mail)) &&
		  (keep ? rename(draft.p, path.p) == 0 : unlink(draft.p) == 0);
	if (ok)
		return MAIL_SENT;
	LOG_EVENT(LOG_ERROR, "mail-failed", LOG_CSTR("why", strerror(errno)));
	(void)unlink(draft.p);
	return MAIL_FAILED;
}

enum mail_outcome
mail_send(struct arena *arena, const struct mail *mail)
{
	return deliver(arena, mail, true);
}

enum mail_outcome
mail_rehearse(struct arena *arena, const struct mail *mail)
{
	return deliver(arena, mail, false);
}
