-- The member's mutex is not taken.
CREATE OR REPLACE FUNCTION gem.lock_owner(p_owner bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	paid bigint;
BEGIN
	PERFORM open_wallet(p_owner);
	SELECT id INTO paid FROM account WHERE owner = p_owner AND kind = 2;
	PERFORM expire_due(p_owner);
	RETURN paid;
END $$;
