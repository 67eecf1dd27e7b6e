// The shop from outside: packs, orders, the sandbox, the gem history, and what the owner's command line
// says of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, newMember, newVisitor } from '../support/client.mjs';
import { openHouse, startHouse, until } from '../support/house.mjs';
import { allPages, balance } from '../support/talk.mjs';

const house = await openHouse();

async function order(member, packId = '1', more = {}) {
	const answer = await member.api('POST', '/api/gems/checkout', { packId, paymentProvider: 'sandbox', ...more });
	assert.equal(answer.status, 201, answer.text);
	return answer.json.orderId;
}
const end = (member, id, outcome) => member.api('POST', `/checkout/${id}/sandbox`, { outcome });
const statusOf = async (member, id) => (await member.api('GET', `/api/orders/${id}`)).json.status;

test('packs are those of the book, by currency', async () => {
	const guest = new Client(house);
	const usd = (await guest.api('GET', '/api/gems/packs')).json;
	assert.equal(usd.currency, 'USD');
	assert.deepEqual(usd.packs.map((p) => [p.gems, p.priceMinor]),
		[[500, 499], [1000, 899], [1500, 1299], [2500, 1999], [5000, 3999], [10000, 6999]]);
	assert.deepEqual(usd.packs.filter((p) => p.isPopular).map((p) => p.gems), [1000]);
	assert.deepEqual(usd.packs.filter((p) => p.isBestValue).map((p) => p.gems), [2500]);
	const kes = (await guest.api('GET', '/api/gems/packs?currency=KES')).json;
	assert.deepEqual(kes.packs.map((p) => [p.gems, p.bonusGems, p.priceMinor, p.bonusPercent]),
		[[80, 0, 10000, 0], [400, 0, 40000, 0], [800, 80, 70000, 10], [4000, 800, 300000, 20]]);
	for (const bad of ['ZZZ', 'DOLLARS', '%00', "'"]) {
		const answer = await guest.api('GET', `/api/gems/packs?currency=${bad}`);
		assert.ok([400, 422].includes(answer.status), `${bad}: ${answer.status}`);
	}
});

test('a guest sees packs and is asked to sign in', async () => {
	const guest = new Client(house);
	const page = await guest.get('/gems?returnTo=%2Fchat%2F7');
	assert.match(page.words, /\$4\.99/);
	assert.match(page.text, /href="\/sign-in\?next=%2Fgems%3FreturnTo%3D%252Fchat%252F7"/);
	assert.equal((await guest.api('POST', '/api/gems/checkout', { packId: '1' })).status, 401);
	for (const path of ['/gems/history', '/gems/explain', '/checkout/1']) {
		assert.match((await guest.get(path)).location, /^\/sign-in\?next=/);
	}
});

test('an order is credited once, however often and however parallel it is paid', async () => {
	const member = await newMember(house);
	const before = await balance(member);
	const id = await order(member);
	assert.equal(await statusOf(member, id), 'pending');
	const answers = await Promise.all(Array.from({ length: 12 }, () => end(member, id, 'pay')));
	for (const answer of answers) assert.equal(answer.json.status, 'paid', answer.text);
	assert.equal(await balance(member), before + 500);
	const [row] = (await member.api('GET', '/api/gems/ledger?type=purchase')).json.items;
	assert.deepEqual([row.type, row.delta, row.balanceAfter, row.referenceType, row.referenceId],
		['purchase', 500, before + 500, 'order', id]);
	assert.equal((await end(member, id, 'fail')).status, 409);
	assert.equal(await statusOf(member, id), 'paid');
});

test('opposite wishes at once end in one of them', async () => {
	const member = await newMember(house);
	const before = await balance(member);
	const id = await order(member);
	await Promise.all(['pay', 'fail', 'cancel', 'later', 'pay', 'cancel'].map((wish) => end(member, id, wish)));
	const status = await statusOf(member, id);
	assert.ok(['paid', 'failed', 'canceled'].includes(status), status);
	assert.equal(await balance(member), before + (status === 'paid' ? 500 : 0));
});

test('one key makes one order', async () => {
	const member = await newMember(house);
	const body = { packId: '1' };
	const answers = await Promise.all(Array.from({ length: 6 }, () =>
		member.api('POST', '/api/gems/checkout', body, { key: 'shop-test-key' })));
	assert.equal(new Set(answers.map((a) => a.json.orderId)).size, 1);
	assert.equal((await member.api('POST', '/api/gems/checkout', { packId: '2' }, { key: 'shop-test-key' })).status, 409);
});

test('orders of others, and what is no order, are not there', async () => {
	const [owner, other] = [await newMember(house), await newMember(house)];
	const id = await order(owner);
	for (const path of [`/api/orders/${id}`, `/checkout/${id}`, `/checkout/${id}/sandbox`, '/api/orders/0',
		'/api/orders/99999999999999999999', '/api/orders/abc', '/checkout/-1']) {
		assert.equal((await other.api('GET', path)).status, 404, path);
	}
	assert.equal((await end(other, id, 'pay')).status, 404);
	assert.equal(await statusOf(owner, id), 'pending');
});

test('what cannot be ordered is refused with the field', async () => {
	const member = await newMember(house);
	const bad = [[{ packId: '999999' }, 'packId'], [{ packId: '-1' }, 'packId'], [{ packId: [1] }, 'packId'],
		[{}, 'packId'],
		[{ packId: '1', paymentProvider: 'stripe' }, 'paymentProvider'],
		[{ packId: '1', paymentProvider: '../sandbox' }, 'paymentProvider'],
		[{ packId: '1', promoCode: 'FREE' }, 'promoCode']];
	for (const [body, field] of bad) {
		const answer = await member.api('POST', '/api/gems/checkout', body);
		assert.equal(answer.status, 422, JSON.stringify(body));
		assert.ok(answer.json.error.fields[field], answer.text);
	}
	assert.equal((await member.api('POST', '/api/gems/checkout', '{')).status, 400);
	const id = await order(member);
	assert.equal((await end(member, id, 'steal')).status, 422);
	assert.equal((await member.api('POST', `/checkout/${id}/sandbox`, {})).status, 422);
});

test('the way back stays in the house', async () => {
	const visitor = await newVisitor(house);
	for (const [back, want] of [['/chat/7', '/chat/7'], ['//evil.example', '/tavern'], ['https://evil.example', '/tavern'],
		['/\\evil.example', '/tavern'], ['javascript:alert(1)', '/tavern']]) {
		const packs = await visitor.get(`/gems?returnTo=${encodeURIComponent(back)}`);
		const ordered = await visitor.submit(packs.form('/gems/checkout'), { returnTo: back });
		const sandbox = await visitor.get(`${ordered.location}/sandbox`);
		const form = sandbox.form(`${ordered.location}/sandbox`);
		const paid = await visitor.submit(form, {}, { button: form.buttons.find((b) => b.value === 'pay') });
		const page = await visitor.follow(paid);
		assert.match(page.text, new RegExp(`class="btn btn-go[^>]*href="${want}"`), back);
		assert.doesNotMatch(page.text, /evil|javascript:/, back);
	}
});

test('later pays by itself, and the page looks again without a script', async () => {
	const visitor = await newVisitor(house);
	const packs = await visitor.get('/gems');
	const ordered = await visitor.submit(packs.form('/gems/checkout'));
	const form = (await visitor.get(`${ordered.location}/sandbox`)).form(`${ordered.location}/sandbox`);
	const waiting = await house.whileStill(async () => visitor.follow(await visitor.submit(form, {},
		{ button: form.buttons.find((b) => b.value === 'later') })));
	assert.equal(waiting.headers.refresh, '5');
	assert.match(waiting.words, /Waiting for your payment/);
	const id = ordered.location.split('/').pop();
	await house.sql(`update purchase set pays_at = now() where id = ${id}`);
	const paid = await until('the worker pays', async () => {
		const page = await visitor.get(ordered.location);
		return /500 gems are yours/.test(page.words) && page;
	});
	assert.equal(paid.headers.refresh, undefined);
	const notices = await house.sql(`select count(*) from notification where cause = 'order:${id}'`);
	assert.equal(notices[0][0], '1');
});

test('failed and canceled orders offer another try', async () => {
	const visitor = await newVisitor(house);
	const packs = await visitor.get('/gems?returnTo=/chat/7');
	for (const wish of ['fail', 'cancel']) {
		const ordered = await visitor.submit(packs.form('/gems/checkout'), { idempotencyKey: `retry-${wish}-key` });
		const form = (await visitor.get(`${ordered.location}/sandbox`)).form(`${ordered.location}/sandbox`);
		const page = await visitor.follow(await visitor.submit(form, {},
			{ button: form.buttons.find((b) => b.value === wish) }));
		assert.match(page.words, /Nothing was charged/);
		const again = await visitor.submit(page.form('/gems/checkout'));
		assert.match(again.location, /^\/checkout\/\d+$/);
		assert.notEqual(again.location, ordered.location);
		assert.equal((await visitor.get(`${ordered.location}/sandbox`)).location, ordered.location);
	}
});

test('a payment after the order was closed is credited, wrong money is not', async () => {
	const member = await newMember(house);
	const before = await balance(member);
	const id = await order(member);
	const settle = async (reference, price, currency) => (await house.sql(
		`select outcome from shop_settle(${id}, '${reference}', ${price}, '${currency}', 'provider:sandbox')`))[0][0];
	await end(member, id, 'cancel');
	assert.equal(await settle(`x_${id}`, 498, 'USD'), 'mismatch');
	assert.equal(await settle(`x_${id}`, 499, 'KES'), 'mismatch');
	assert.equal(await settle(`x_${id}`, 499, 'USD'), 'paid');
	assert.equal(await settle(`x_${id}`, 499, 'USD'), 'already');
	assert.equal(await settle(`y_${id}`, 499, 'USD'), 'twice');
	assert.equal(await balance(member), before + 500);
});

test('screens cannot write orders or the price book', async () => {
	for (const [table, right] of [['purchase', 'insert'], ['purchase', 'update'], ['pack', 'update'],
		['price', 'update']]) {
		const [[may]] = await house.sql(`select has_table_privilege('snug_web', '${table}', '${right}')`);
		assert.equal(may, 'f', `${right} ${table}`);
	}
	const [[settle]] = await house.sql(`select has_function_privilege('snug_web',
		'shop_settle(bigint,text,bigint,text,text)', 'execute')`);
	assert.equal(settle, 'f');
});

test('the history is whole page by page, and explains the balance', async () => {
	const member = await newMember(house);
	for (let i = 0; i < 5; i++) await end(member, await order(member), 'pay');
	const items = await allPages(member, '/api/gems/ledger?', 2);
	assert.equal(items.length, 6);
	assert.equal(new Set(items.map((line) => line.id)).size, 6);
	const explained = (await member.api('GET', '/api/gems/explain')).json;
	assert.equal(items.reduce((sum, line) => sum + line.delta, 0), explained.available);
	assert.equal(items[0].balanceAfter, explained.available);
	assert.equal(explained.lots.reduce((sum, lot) => sum + lot.gems, 0), explained.available);
	assert.equal(explained.isSound, true);
	assert.equal((await member.api('GET', '/api/gems/ledger?type=nonsense')).status, 422);
	assert.equal((await member.api('GET', '/api/gems/ledger?limit=0')).status, 422);
	assert.equal((await member.api('GET', '/api/gems/ledger?cursor=zzz')).json.items.length, 6);
});

test('the owner gives gems and reads statements', async () => {
	const member = await newMember(house);
	const name = member.person.username;
	const { heard } = await member.listen('/stream/me', { until: ({ event }) => event === 'credit_update' });
	const given = JSON.parse((await house.snug('gems', 'grant', name, '12.5', '--reason', 'bonus', '--json')).stdout);
	assert.deepEqual(given, { username: name, reason: 'bonus', gems: 12.5, gemBalance: 42.5 });
	assert.equal((await heard).at(-1).json.gemBalance, 42.5, 'open pages hear of it');
	await house.snug('gems', 'grant', name, '2', '--reason', 'support');
	const taken = JSON.parse((await house.snug('gems', 'grant', name, '-5', '--reason', 'adjustment',
		'--json')).stdout);
	assert.equal(taken.gems, -2, 'only paid gems are taken, as many as there are');
	await assert.rejects(house.snug('gems', 'grant', name, '-5', '--reason', 'adjustment'), { code: 1 });
	await assert.rejects(house.snug('gems', 'grant', name, '0', '--reason', 'bonus'), { code: 1 });
	await assert.rejects(house.snug('gems', 'grant', name, '5', '--reason', 'because'), { code: 2 });
	await assert.rejects(house.snug('gems', 'grant', name, '1e3', '--reason', 'bonus'), { code: 2 });
	await assert.rejects(house.snug('gems', 'grant', 'nobody_here', '5', '--reason', 'bonus'), { code: 1 });
	const told = JSON.parse((await house.snug('ledger', 'statement', name, '--json')).stdout).items;
	const asked = (await member.api('GET', '/api/gems/ledger')).json.items;
	const short = (line) => [line.id, line.type, line.delta, line.balanceAfter];
	assert.deepEqual(told.map(short), asked.map(short));
});

test('ledger verify and doctor find what was changed behind the book', async () => {
	const own = await startHouse({ seed: 'none' });
	try {
		const member = await newMember(own);
		const name = member.person.username;
		await own.snug('gems', 'grant', name, '10', '--reason', 'support');
		await own.snug('ledger', 'verify');
		const doctor = JSON.parse((await own.snug('doctor', '--json')).stdout);
		assert.deepEqual(doctor.items.filter((item) => item.status === 'bad'), []);
		await own.sql(`begin; alter table gem.op disable trigger ro;
			update gem.op set delta = delta + 1000, balance_after = balance_after + 1000 where kind = 'adjust';
			alter table gem.op enable always trigger ro; commit`);
		await assert.rejects(own.snug('ledger', 'verify'), (error) => {
			assert.equal(error.code, 1);
			assert.match(error.stdout, /op: delta differs from its transfers/);
			assert.match(error.stdout, /block \d+: was changed/);
			return true;
		});
		await assert.rejects(own.snug('doctor'), { code: 1 });
		await own.snug('price', 'set', 'chat.standard', '5', '--unit', '1000_tokens');
		const prices = JSON.parse((await own.snug('price', 'list', '--json')).stdout).items;
		const standard = prices.find((p) => p.key === 'chat.standard');
		assert.deepEqual([standard.gems, standard.unit], [5, '1000_tokens']);
		for (const words of [['nothing.here', '5'], ['picture.base', '5', '--unit', 'reply']]) {
			await assert.rejects(own.snug('price', 'set', ...words), { code: 1 });
		}
		await assert.rejects(own.snug('price', 'set', 'chat.standard', '-5'), { code: 2 });
	} finally {
		await own.stop();
	}
});
