DELETE FROM messages WHERE kind IN ('slot_offer', 'slot_answer');
ALTER TABLE messages DROP CONSTRAINT messages_kind_known;
ALTER TABLE messages ADD CONSTRAINT messages_kind_known CHECK (kind IN
    ('invitation', 'change', 'cancellation', 'reminder', 'digest', 'announcement', 'speaker_request', 'speaker_chase', 'answer',
     'waiting_place', 'booking', 'booking_reminder', 'approval', 'stay', 'stay_checklist', 'letter', 'sign_in', 'confirmation',
     'report_ready', 'forwarded'));
DROP TABLE offered_slots;
DROP TABLE slot_offers;
-- What was held for an offer alone is free.
DELETE FROM bookings WHERE offered;
DROP INDEX bookings_seminar_key;
ALTER TABLE bookings DROP CONSTRAINT bookings_offered_for_a_seminar;
ALTER TABLE bookings DROP COLUMN offered;
CREATE UNIQUE INDEX bookings_seminar_key ON bookings (seminar_id) WHERE state IN ('held', 'confirmed');
