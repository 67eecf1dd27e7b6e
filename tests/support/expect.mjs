// What every answer of the house must be like.
import assert from 'node:assert/strict';

/** The contract's error object; gives it. */
export function assertError(answer, statuses, code) {
	const allowed = [statuses].flat();
	assert.ok(allowed.includes(answer.status),
		`${answer.path}: ${answer.status}, not ${allowed.join(' or ')}: ${answer.text.slice(0, 300)}`);
	assert.match(answer.headers['content-type'], /^application\/json; charset=utf-8$/);
	const { error } = answer.json;
	assert.match(error.code, /^[A-Z][A-Z0-9_]+$/);
	assert.ok(error.message.length > 0);
	assert.match(error.traceId, /^[0-9a-f]{32}$/);
	assert.equal(error.traceId, answer.headers['x-trace-id']);
	if (code) assert.equal(error.code, code);
	return error;
}

/** A 422 that names the field. */
export function assertField(answer, field) {
	const error = assertError(answer, 422, 'INVALID_FIELDS');
	assert.ok(error.fields?.[field], `${answer.path}: ${field} is not named in ${answer.text}`);
}

/** Headers that stand on every answer, whoever made it. */
export function assertSafe(answer, what = answer.path) {
	const h = answer.headers;
	assert.equal(h['x-content-type-options'], 'nosniff', `${what}: nosniff`);
	assert.equal(h['referrer-policy'], 'no-referrer', `${what}: no-referrer`);
	const policy = h['content-security-policy'];
	assert.ok(policy, `${what}: no content security policy`);
	assert.match(policy, /default-src 'none'/, `${what}: default-src`);
	assert.match(policy, /frame-ancestors '(none|self)'/, `${what}: frame-ancestors`);
	assert.doesNotMatch(policy, /unsafe-|\*/, `${what}: the policy is open`);
	assert.equal(h['access-control-allow-origin'], undefined, `${what}: CORS`);
	assert.equal(h.server, undefined, `${what}: tells its server`);
	assert.equal(h['x-powered-by'], undefined);
	if (answer.bytes.length > 0) assert.ok(h['content-type'], `${what}: no content type`);
	if (/^text\/|json|javascript/.test(h['content-type'] ?? '')) {
		assert.match(h['content-type'], /charset=utf-8|application\/json$/, `${what}: no charset`);
	}
	for (const line of h['set-cookie'] ?? []) {
		assert.match(line, /; HttpOnly/, `${what}: ${line}`);
		assert.match(line, /; SameSite=(Lax|Strict)/, `${what}: ${line}`);
		assert.match(line, /; Path=\//, `${what}: ${line}`);
	}
	const once = answer.rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
	for (const name of new Set(once)) {
		if (name === 'set-cookie') continue;
		assert.equal(once.filter((other) => other === name).length, 1, `${what}: ${name} twice`);
	}
}
