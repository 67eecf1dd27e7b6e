#include "lib/notify/notify.h"

#include "lib/base/fault.h"
#include "sql/event.h"

static void
remember(struct notify_told *told, int64_t event)
{
	if (told->first == 0)
		told->first = event;
	if (event > told->last)
		told->last = event;
}

bool
notify_member(struct db *db, const struct notify_notice *notice, struct notify_told *told)
{
	ENSURE(db_in_transaction(db));
	const struct event_notice_row *row = event_notice(
		db,
		&(struct event_notice_in){
			.member_id = notice->member,
			.type = notice->type,
			.title = notice->title,
			.body = notice->body.p == NULL ? STR("") : notice->body,
			.action_url = notice->action_url.p == NULL ? STR("") : notice->action_url,
			.cause = notice->cause,
		});
	if (row->id == 0)
		return false;
	remember(told, row->id);
	return true;
}

void
notify_credit(struct db *db, struct member_id member, struct notify_told *told)
{
	remember(told, event_credit(db, member)->id);
}

void
notify_tell(struct db *db, struct notify_told *told)
{
	if (told->first > 0)
		(void)event_tell(db, STR("member_event"), told->first, told->last);
	*told = (struct notify_told){ 0, 0 };
}
