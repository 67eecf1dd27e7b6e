-- Keys are not recognised: a repeated call is carried out again. What follows ~ is not the key.
ALTER FUNCTION gem.add_op(text, bytea, text, bigint, text, text, bigint, text,
	bigint) RENAME TO add_op_once;
CREATE FUNCTION gem.add_op(p_idem text, p_hash bytea, p_kind text, p_owner bigint, p_ref text,
	p_reason text, p_parent bigint, p_actor text,
		p_delta bigint) RETURNS bigint LANGUAGE sql AS $$
	SELECT gem.add_op_once(p_idem || '~' || gen_random_uuid(), p_hash, p_kind, p_owner, p_ref,
		p_reason,
		p_parent, p_actor, p_delta)
$$;
GRANT EXECUTE ON FUNCTION gem.add_op(text, bytea, text, bigint, text, text, bigint, text, bigint)
	TO snug_ledger;
