DELETE FROM messages WHERE kind = 'forwarded';
ALTER TABLE messages DROP CONSTRAINT messages_kind_known;
ALTER TABLE messages ADD CONSTRAINT messages_kind_known CHECK (kind IN
    ('invitation', 'change', 'cancellation', 'reminder', 'digest', 'announcement', 'speaker_request', 'speaker_chase', 'answer',
     'waiting_place', 'booking', 'booking_reminder', 'approval', 'stay', 'stay_checklist', 'letter', 'sign_in', 'confirmation',
     'report_ready'));
ALTER TABLE speakers DROP CONSTRAINT speakers_reply_whole, DROP COLUMN reply_sequence, DROP COLUMN reply_stamp,
    DROP COLUMN unverified;
ALTER TABLE attendances DROP CONSTRAINT attendances_reply_whole, DROP COLUMN reply_sequence, DROP COLUMN reply_stamp,
    DROP COLUMN unverified;
DROP TABLE suspensions;
DROP TABLE inbound_mails;
