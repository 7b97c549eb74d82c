-- Captured mails and faults of these messages go with them.
DELETE FROM messages WHERE kind = 'consent_withdrawn';
ALTER TABLE messages DROP CONSTRAINT messages_kind_known;
ALTER TABLE messages ADD CONSTRAINT messages_kind_known CHECK (kind IN
    ('invitation', 'change', 'cancellation', 'reminder', 'digest', 'announcement', 'speaker_request', 'speaker_chase', 'answer',
     'waiting_place', 'booking', 'booking_reminder', 'approval', 'stay', 'stay_checklist', 'letter', 'sign_in', 'confirmation',
     'report_ready', 'forwarded', 'slot_offer', 'slot_answer', 'thanks', 'slides_chase', 'recording_chase', 'reply_wanted'));
ALTER TABLE speakers DROP COLUMN entered_by;
ALTER TABLE speakers DROP COLUMN entered_at;
-- Nothing said is no, as it was; what an organiser was told is no word of the speaker's.
DELETE FROM speaker_consents WHERE given IS NULL OR said_by = 'organiser';
ALTER TABLE speaker_consents DROP CONSTRAINT speaker_consents_taken_back_by_speakers;
ALTER TABLE speaker_consents DROP CONSTRAINT speaker_consents_taken_from_organisers;
ALTER TABLE speaker_consents DROP COLUMN taken_by;
ALTER TABLE speaker_consents DROP COLUMN said_by;
ALTER TABLE speaker_consents ALTER COLUMN given SET NOT NULL;
