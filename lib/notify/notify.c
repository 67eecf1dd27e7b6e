#include "lib/notify/notify.h"

#include "sql/event.h"

void
notify_credit(struct db *db, struct member_id member, struct notify_told *told)
{
	told->last = event_credit(db, member)->id;
	if (told->first == 0)
		told->first = told->last;
}

void
notify_tell(struct db *db, struct notify_told *told)
{
	if (told->first > 0)
		(void)event_tell(db, STR("member_event"), told->first, told->last);
	*told = (struct notify_told){ 0, 0 };
}
