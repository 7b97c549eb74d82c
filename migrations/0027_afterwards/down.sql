DELETE FROM messages WHERE kind IN ('thanks', 'slides_chase', 'recording_chase');
ALTER TABLE messages DROP CONSTRAINT messages_kind_known;
ALTER TABLE messages ADD CONSTRAINT messages_kind_known CHECK (kind IN
    ('invitation', 'change', 'cancellation', 'reminder', 'digest', 'announcement', 'speaker_request', 'speaker_chase', 'answer',
     'waiting_place', 'booking', 'booking_reminder', 'approval', 'stay', 'stay_checklist', 'letter', 'sign_in', 'confirmation',
     'report_ready', 'forwarded', 'slot_offer', 'slot_answer'));
DROP INDEX speakers_no_slides_by;
ALTER TABLE speakers DROP COLUMN no_slides_by;
ALTER TABLE speakers DROP COLUMN no_slides_at;
DROP INDEX seminars_ends;
DROP TABLE afterwards;
DROP TABLE entrances;
UPDATE seminars SET inherits = array_remove(array_remove(inherits, 'join_for'), 'join_minutes');
ALTER TABLE seminars DROP CONSTRAINT seminars_inherits_known;
ALTER TABLE seminars ADD CONSTRAINT seminars_inherits_known CHECK
    (inherits <@ '{zone,duration_minutes,room_id,visibility,language,topics,reminders,capacity}');
ALTER TABLE series DROP COLUMN join_minutes;
ALTER TABLE series DROP COLUMN join_for;
