-- What the screen NAME asks.

-- name: NAME_clock one
-- The time as the database knows it.
-- out: now moment
select now() as now;
