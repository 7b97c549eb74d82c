-- Who may come in by the living link and from when on; and what is told once a seminar is over.

-- Of the seminars of a series, unless they say otherwise (`inherits`).
ALTER TABLE series ADD COLUMN join_for text NOT NULL DEFAULT 'open'
    CONSTRAINT series_join_for_known CHECK (join_for IN ('open', 'members', 'yes', 'named'));
ALTER TABLE series ADD COLUMN join_minutes integer NOT NULL DEFAULT 15
    CONSTRAINT series_join_minutes_bounded CHECK (join_minutes BETWEEN 0 AND 1440);
ALTER TABLE seminars DROP CONSTRAINT seminars_inherits_known;
ALTER TABLE seminars ADD CONSTRAINT seminars_inherits_known CHECK
    (inherits <@ '{zone,duration_minutes,room_id,visibility,language,topics,reminders,capacity,join_for,join_minutes}');
UPDATE seminars SET inherits = inherits || '{join_for,join_minutes}'::text[] WHERE series_id IS NOT NULL;

-- One without a row here is open to whoever may know of it, a quarter of an hour before.
CREATE TABLE entrances (
    seminar_id   uuid    PRIMARY KEY CONSTRAINT entrances_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    join_for     text    NOT NULL CONSTRAINT entrances_join_for_known CHECK (join_for IN ('open', 'members', 'yes', 'named')),
    join_minutes integer NOT NULL CONSTRAINT entrances_join_minutes_bounded CHECK (join_minutes BETWEEN 0 AND 1440)
);

-- A seminar that is over: thanks and questions were made for the time at which it ended, and no recording will come.
CREATE TABLE afterwards (
    seminar_id      uuid        PRIMARY KEY CONSTRAINT afterwards_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    -- None: nothing was made yet.
    made_for        timestamptz,
    no_recording_at timestamptz,
    no_recording_by uuid        CONSTRAINT afterwards_no_recording_by_fkey REFERENCES people ON DELETE SET NULL
);
CREATE INDEX afterwards_no_recording_by ON afterwards (no_recording_by);
-- For what ended not long ago, every quarter of an hour.
CREATE INDEX seminars_ends ON seminars (ends_at);

-- An organiser says that no slides of this speaker will come.
ALTER TABLE speakers ADD COLUMN no_slides_at timestamptz;
ALTER TABLE speakers ADD COLUMN no_slides_by uuid CONSTRAINT speakers_no_slides_by_fkey REFERENCES people ON DELETE SET NULL;
CREATE INDEX speakers_no_slides_by ON speakers (no_slides_by);

ALTER TABLE messages DROP CONSTRAINT messages_kind_known;
ALTER TABLE messages ADD CONSTRAINT messages_kind_known CHECK (kind IN
    ('invitation', 'change', 'cancellation', 'reminder', 'digest', 'announcement', 'speaker_request', 'speaker_chase', 'answer',
     'waiting_place', 'booking', 'booking_reminder', 'approval', 'stay', 'stay_checklist', 'letter', 'sign_in', 'confirmation',
     'report_ready', 'forwarded', 'slot_offer', 'slot_answer', 'thanks', 'slides_chase', 'recording_chase'));
