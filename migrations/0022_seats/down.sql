DROP TABLE headcounts;
DROP TABLE check_ins;
UPDATE attendances SET channel = 'page' WHERE channel IN ('organiser', 'telephone');
ALTER TABLE attendances DROP CONSTRAINT attendances_channel_known;
ALTER TABLE attendances ADD CONSTRAINT attendances_channel_known CHECK (channel IN ('page', 'api', 'link', 'calendar'));
DROP INDEX attendances_waiting_key;
ALTER TABLE attendances DROP CONSTRAINT attendances_waiting_whole;
-- Whoever waits has no place, and may come.
UPDATE attendances SET answer = 'maybe' WHERE answer = 'waiting';
ALTER TABLE attendances DROP COLUMN waiting_no;
DROP TABLE seats;
UPDATE seminars SET inherits = array_remove(inherits, 'capacity');
ALTER TABLE seminars DROP CONSTRAINT seminars_inherits_known;
ALTER TABLE seminars ADD CONSTRAINT seminars_inherits_known CHECK
    (inherits <@ '{zone,duration_minutes,room_id,visibility,language,topics,reminders}');
ALTER TABLE series DROP COLUMN capacity;
