-- Addresses that seminars took from their series stay with them.
UPDATE seminars SET inherits = array_remove(inherits, 'join_url') WHERE 'join_url' = ANY (inherits);
ALTER TABLE seminars DROP CONSTRAINT seminars_inherits_known;
ALTER TABLE seminars ADD CONSTRAINT seminars_inherits_known CHECK
    (inherits <@ '{zone,duration_minutes,room_id,visibility,language,topics,reminders,capacity,join_for,join_minutes}');
ALTER TABLE series DROP COLUMN join_url;
