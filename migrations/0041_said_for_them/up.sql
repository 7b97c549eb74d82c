-- What an organiser enters for a speaker, and that a speaker takes a consent back.

-- Who said it: the speaker by their own link, or an organiser to whom they gave it. What speakers said themselves, an organiser
-- does not turn into more. `given` is null where they took back what they had said and say nothing instead.
ALTER TABLE speaker_consents ALTER COLUMN given DROP NOT NULL;
ALTER TABLE speaker_consents ADD COLUMN said_by text NOT NULL DEFAULT 'speaker'
    CONSTRAINT speaker_consents_said_by_known CHECK (said_by IN ('speaker', 'organiser'));
ALTER TABLE speaker_consents ADD COLUMN taken_by uuid
    CONSTRAINT speaker_consents_taken_by_fkey REFERENCES people ON DELETE SET NULL;
ALTER TABLE speaker_consents ADD CONSTRAINT speaker_consents_taken_from_organisers CHECK (said_by = 'organiser' OR taken_by IS NULL);
ALTER TABLE speaker_consents ADD CONSTRAINT speaker_consents_taken_back_by_speakers CHECK (said_by = 'speaker' OR given IS NOT NULL);
CREATE INDEX speaker_consents_taken_by ON speaker_consents (taken_by);

-- Since when there is something that an organiser entered on the speaker's page, and who that was last.
ALTER TABLE speakers ADD COLUMN entered_at timestamptz;
ALTER TABLE speakers ADD COLUMN entered_by uuid CONSTRAINT speakers_entered_by_fkey REFERENCES people ON DELETE SET NULL;
CREATE INDEX speakers_entered_by ON speakers (entered_by);

ALTER TABLE messages DROP CONSTRAINT messages_kind_known;
ALTER TABLE messages ADD CONSTRAINT messages_kind_known CHECK (kind IN
    ('invitation', 'change', 'cancellation', 'reminder', 'digest', 'announcement', 'speaker_request', 'speaker_chase', 'answer',
     'waiting_place', 'booking', 'booking_reminder', 'approval', 'stay', 'stay_checklist', 'letter', 'sign_in', 'confirmation',
     'report_ready', 'forwarded', 'slot_offer', 'slot_answer', 'thanks', 'slides_chase', 'recording_chase', 'reply_wanted',
     'consent_withdrawn'));
