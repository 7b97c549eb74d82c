-- Captured mails and faults of these messages go with them.
DELETE FROM messages WHERE kind = 'reply_wanted';
ALTER TABLE messages DROP CONSTRAINT messages_kind_known;
ALTER TABLE messages ADD CONSTRAINT messages_kind_known CHECK (kind IN
    ('invitation', 'change', 'cancellation', 'reminder', 'digest', 'announcement', 'speaker_request', 'speaker_chase', 'answer',
     'waiting_place', 'booking', 'booking_reminder', 'approval', 'stay', 'stay_checklist', 'letter', 'sign_in', 'confirmation',
     'report_ready', 'forwarded', 'slot_offer', 'slot_answer', 'thanks', 'slides_chase', 'recording_chase'));
DROP TABLE question_answers;
DROP TABLE questions;
ALTER TABLE check_ins DROP COLUMN companions;
ALTER TABLE attendances DROP CONSTRAINT attendances_companions_of_who_comes;
ALTER TABLE attendances DROP CONSTRAINT attendances_companions_named;
ALTER TABLE attendances DROP COLUMN companion_names;
ALTER TABLE attendances DROP COLUMN companions;
DROP TABLE reply_terms;
DROP INDEX addresses_office_key;
ALTER TABLE addresses DROP CONSTRAINT addresses_office_contact;
ALTER TABLE addresses DROP COLUMN office;
ALTER TABLE people DROP COLUMN salutation;
ALTER TABLE people DROP COLUMN title;
