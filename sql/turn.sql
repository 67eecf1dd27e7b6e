-- Turns: ordering, making, ending. The steps that must be atomic are functions of migration 0024.

-- name: turn_order one
-- in: member_id member_id, chat_id chat_id, mode text, expected message_id?, message message_id?
-- in: content text?, idempotency text?, context_tokens int, character_id character_id?
-- out: outcome text, message_id message_id, reply_id message_id, turn_id turn_id, price gems
-- out: unit text, needed gems, available gems, replayed bool, first_told int, last_told int
select outcome, message_id, reply_id, turn_id, price, unit, needed, available, replayed, first_told, last_told
from turn_begin(:member_id, :chat_id, :mode, :expected, :message, :content, :idempotency,
	:context_tokens::int, :character_id);

-- name: turn_ask_stop one
-- in: member_id member_id, chat_id chat_id
-- out: outcome text, turn_id turn_id, reply_id message_id, job_id job_id, first_event int, last_event int
select outcome, turn_id, reply_id, job_id, first_event, last_event from turn_halt(:member_id, :chat_id);

-- name: turn_price_of one
-- in: character_id character_id
-- out: price gems, unit text
select price, unit from turn_price(:character_id);

-- name: turn_keep many
-- Stores the text of running turns as far as it has come; what is not in the answer was fenced off.
-- Losing it in a crash of the database costs no gems, so the commit does not wait for the disk.
-- in: jobs int[], attempts int[], contents text[], tokens int[]
-- in: seqs int[], prompt_tokens int[], providers text[], models text[]
-- out: job_id job_id
with off as materialized (select set_config('synchronous_commit', 'off', true) as is_off),
x as (
	select v.*, j.subject from off, unnest(:jobs::bigint[], :attempts::bigint[], :contents::text[],
		:tokens::bigint[], :seqs::bigint[], :prompt_tokens::bigint[], :providers::text[], :models::text[])
		as v (job, attempt, content, tokens, seq, prompt, provider, model)
	join job j on j.id = v.job and j.attempt = v.attempt and j.state = 1 where is_off is not null),
t as (
	update turn set seq = x.seq, prompt_tokens = x.prompt, completion_tokens = x.tokens,
		provider = x.provider, first_text_at = coalesce(turn.first_text_at, now())
	from x where turn.id = x.subject and turn.state = 'running'
	returning turn.message_id, turn.prefix || x.content as content, x.model, x.job),
m as (
	update message set content = t.content, model = t.model from t
	where message.id = t.message_id and message.status = 'streaming' returning message.id)
select t.job as job_id from t;

-- name: turn_lock_chats many ahead
-- Locks the chats of turns that end together, in order, before the gem book is touched.
-- in: jobs int[]
-- out: id chat_id
select id from chat where id in (select t.chat_id from job j join turn t on t.id = j.subject
	where j.id = any (:jobs)) order by id for no key update;

-- name: turn_finish many
-- Ends turns, member after member. ok is false for what was fenced off.
-- in: jobs int[], attempts int[], states text[], statuses text[], contents text[], reasons text[]
-- in: pays int[], prompt_tokens int[], completion_tokens int[], providers text[], models text[], seqs int[]
-- out: job_id job_id, ok bool, charged gems, first_event int, last_event int, first_told int, last_told int
select x.job as job_id, e.ok, e.charged, e.first_event, e.last_event, e.first_told, e.last_told
from (select v.* from unnest(:jobs::bigint[], :attempts::bigint[], :states::text[], :statuses::text[],
		:contents::text[], :reasons::text[], :pays::bigint[], :prompt_tokens::bigint[],
		:completion_tokens::bigint[], :providers::text[], :models::text[], :seqs::bigint[])
		as v (job, attempt, state, status, content, reason, pays, prompt, completion, provider, model, seq)
	left join job j on j.id = v.job order by j.owner, v.job offset 0) x
cross join lateral turn_end(x.job, x.attempt::int, x.state, x.status, x.content, x.reason, x.pays = 1,
	x.prompt::int, x.completion::int, x.provider, x.model, x.seq::int) e;

-- name: turn_rescue_one one
-- in: job job_id, attempt int
-- out: outcome text?, first_event int, last_event int, first_told int, last_told int
select outcome, first_event, last_event, first_told, last_told from turn_rescue(:job, :attempt::int);

-- name: turn_extend one
-- A price by tokens: more gems for a reply that goes on. grown is false when there are none left.
-- in: idem text, hold hold_id, more gems
-- out: held gems, grown bool
-- may: GE011 GE012
select held, grown from gem.hold_extend(:idem, :hold, :more, 'worker');

-- name: turn_used exec
-- Counts replies for the lists: how often a character was talked to.
-- in: characters int[], counts int[]
update character c set usage_count = c.usage_count + x.n, reply_count = c.reply_count + x.n, last_active_at = now()
from unnest(:characters::bigint[], :counts::bigint[]) as x (id, n) where c.id = x.id;

-- name: turn_stream one
-- What a stream needs to begin: whose turn, and the reply as it stands.
-- in: turn_id turn_id, member_id member_id
-- out: chat_id chat_id, message_id message_id, state text, status text, content text, reason text
-- out: model text, gem_cost gems, seq int, prompt_tokens int, completion_tokens int, balance gems
-- out: says text, may_retry bool, character_name text, is_payer bool
select t.chat_id, t.message_id, t.state, m.status, m.content, m.reason, m.model, m.gem_cost,
	t.seq::bigint as seq, coalesce(t.prompt_tokens, 0)::bigint as prompt_tokens,
	coalesce(t.completion_tokens, 0)::bigint as completion_tokens, gem.balance(:member_id) as balance,
	turn_says(m.reason) as says, turn_may_retry(m.reason) as may_retry,
	m.speaker_label as character_name, t.member_id = :member_id as is_payer
from turn t join message m on m.id = t.message_id
where t.id = :turn_id and exists (select from chat_of(:member_id) c where c.id = t.chat_id);
