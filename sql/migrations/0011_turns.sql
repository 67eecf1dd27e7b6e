-- Turns: what a reply costs, and what people read about its end. How one is ordered, stopped and ended
-- stands in 0024.

alter table turn
	add column unit text not null default 'reply' check (unit in ('reply', '1000_tokens')),
	add column job_id bigint,
	-- The key of the form or the call that ordered it.
	add column idem text check (char_length(idem) between 8 and 120);
create unique index turn_idem on turn (member_id, idem) where idem is not null;
create index turn_age on turn (created_at);

-- What p_tokens cost, rounded half-up.
create function turn_cost(p_price bigint, p_unit text, p_tokens bigint) returns bigint
language sql immutable as $$
	select case p_unit when 'reply' then p_price else (p_price * p_tokens + 500) / 1000 end
$$;

-- What people read about a code.
create function turn_says(p_code text) returns text language sql immutable as $$
	select case p_code
		when 'PROVIDER_DOWN' then 'The service that writes replies cannot be reached. Nothing was charged.'
		when 'PROVIDER_LIMITED' then 'The service that writes replies is busy. Nothing was charged.'
		when 'PROVIDER_REJECTED' then 'The service that writes replies refused the request. Nothing was charged.'
		when 'PROVIDER_GARBAGE' then 'The service that writes replies sent something unreadable. Nothing was charged.'
		when 'PROVIDER_EMPTY' then
			'The model answered with nothing. Nothing was charged; ask again, or choose another model.'
		when 'PROVIDER_REFUSED' then
			'The model declined to write this reply. Nothing was charged; other words may help.'
		when 'PROVIDER_BLOCKED' then
			'The moderation of the service that writes replies stopped this one. Nothing was charged.'
		when 'PROVIDER_CUT' then 'The reply broke off. What came is kept, and free.'
		when 'OWN_KEY_REJECTED' then
			'The service behind your own key refused it or its model. Look at your keys in the settings.'
		when 'PROMPT_TOO_LONG' then
			'What the character must know is longer than this model can read. Nothing was charged.'
		when 'NO_CHARACTER' then 'The character is not there any more. Nothing was charged.'
		when 'WORKER_LOST' then 'The reply broke off on our side. What came is kept, and free.'
		when 'INSUFFICIENT_GEMS' then 'The reply ends here because the gems did. What came was charged.'
		when 'BLOCKED' then 'This reply was blocked. Nothing was charged.'
		when 'STOPPED' then 'Stopped.'
		else 'The reply could not be made. Nothing was charged.' end
$$;

create function turn_may_retry(p_code text) returns boolean language sql immutable as $$
	select p_code not in ('PROVIDER_REJECTED', 'OWN_KEY_REJECTED', 'PROMPT_TOO_LONG', 'NO_CHARACTER', 'BLOCKED',
		'STOPPED')
$$;
