#include "lib/auth/judge.h"

#include "lib/auth/auth.h"
#include "lib/base/clock.h"
#include "lib/mail/mail.h"

enum { OLDEST_AGE = 120 };

const char *
judge_email(struct str email)
{
	ptrdiff_t at = str_rfind_char(email, '@');
	if (!mail_address_is_good(email) || (size_t)at + 3 > email.n)
		return "Email needs the form name@example.org.";
	return NULL;
}

const char *
judge_birth_date(struct str date, struct moment now)
{
	int64_t born;
	if (!clock_parse_date(date, &born) || clock_years_since(born, now) > OLDEST_AGE)
		return "Date of birth needs the form 1990-12-31.";
	if (clock_years_since(born, now) < AUTH_LEAST_AGE)
		return "This house is for people of 18 and over.";
	return NULL;
}
