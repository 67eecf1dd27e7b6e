-- A closed account takes its characters out of sight, and gives them back when it is opened again.
alter table character add column closed_visibility text
	check (closed_visibility in ('public', 'unlisted'));

create function member_close_characters() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if new.state in ('banned', 'deleted') then
		update character set closed_visibility = visibility, visibility = 'private'
			where creator_id = new.id and visibility <> 'private';
	elsif new.state = 'active' then
		update character set visibility = closed_visibility, closed_visibility = null
			where creator_id = new.id and closed_visibility is not null;
	end if;
	return null;
end $$;
create trigger member_state_changed after update of state on member
	for each row when (old.state is distinct from new.state) execute function member_close_characters();
