-- Where the seminars of a series take place online, unless they say otherwise (`inherits`).
ALTER TABLE series ADD COLUMN join_url text
    CONSTRAINT series_join_url_form CHECK (join_url ~ '^https?://[^/[:space:]"<>][^[:space:]"<>]*$' AND octet_length(join_url) <= 2000);
ALTER TABLE seminars DROP CONSTRAINT seminars_inherits_known;
ALTER TABLE seminars ADD CONSTRAINT seminars_inherits_known CHECK
    (inherits <@ '{zone,duration_minutes,room_id,visibility,language,topics,reminders,capacity,join_for,join_minutes,join_url}');
-- What has an address keeps it for its own.
UPDATE seminars SET inherits = inherits || '{join_url}'::text[] WHERE series_id IS NOT NULL AND join_url IS NULL;
