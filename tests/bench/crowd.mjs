// Members with a session and gems, made in the database: signing up costs a password hash each.
import { createHash } from 'node:crypto';
import { Client } from '../support/client.mjs';

const token = (n) => `bench-session-token-${String(n).padStart(6, '0')}`;

/** `n` members who can sign in with their token; clients that hold it as cookie and bearer. */
export async function makeMembers(house, n) {
	const values = Array.from({ length: n }, (_, i) => `(${i}, '\\x${createHash('sha256').update(token(i)).digest('hex')}'::bytea)`);
	await house.sql(`with m as (insert into member (username, display_name, birth_date)
			select 'bench_' || i, 'Bench ' || i, '1990-01-01' from generate_series(0, ${n - 1}) i returning id, username)
		insert into session (token_hash, member_id, idle_until, ends_at)
			select v.hash, m.id, now() + interval '1 day', now() + interval '1 day'
			from (values ${values.join(',')}) v (i, hash) join m on m.username = 'bench_' || v.i`);
	await house.sql(`select count(gem.credit('bench:crowd:' || id, id, 1000000000, 'bench', 'bench')) from member where username like 'bench\\_%'`);
	return Array.from({ length: n }, (_, i) => {
		const client = new Client(house, { token: token(i) });
		client.cookies.set('snug', token(i));
		return client;
	});
}
