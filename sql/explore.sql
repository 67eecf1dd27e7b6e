-- The landing page: featured faces, and how much there is.

-- name: explore_featured many ahead
-- Pictures for the top of the page.
-- out: id character_id, name text, thumb_url url
select id, name, thumb_url from character
where listed and featured and thumb_url is not null order by popularity desc limit 12;
