-- Times that an organiser offers to a speaker. Each holds its rooms by a booking of its own until one is chosen or the offer
-- ends.

-- A booking that holds rooms for a time that is offered: it serves the seminar, and is not yet its booking.
ALTER TABLE bookings ADD COLUMN offered boolean NOT NULL DEFAULT false;
ALTER TABLE bookings ADD CONSTRAINT bookings_offered_for_a_seminar CHECK (NOT offered OR seminar_id IS NOT NULL);
-- A seminar has one booking in force, and beside it those that hold what is offered.
DROP INDEX bookings_seminar_key;
CREATE UNIQUE INDEX bookings_seminar_key ON bookings (seminar_id) WHERE state IN ('held', 'confirmed') AND NOT offered;

CREATE TABLE slot_offers (
    id         uuid        PRIMARY KEY,
    seminar_id uuid        NOT NULL CONSTRAINT slot_offers_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    -- The speaker to whom they are offered.
    person_id  uuid        NOT NULL CONSTRAINT slot_offers_person_fkey REFERENCES people ON DELETE CASCADE,
    offered_at timestamptz NOT NULL,
    offered_by uuid        CONSTRAINT slot_offers_offered_by_fkey REFERENCES people ON DELETE SET NULL,
    -- When it ends by itself.
    ends_at    timestamptz NOT NULL,
    state      text        NOT NULL CONSTRAINT slot_offers_state_known
                           CHECK (state IN ('open', 'chosen', 'withdrawn', 'replaced', 'overtaken', 'declined', 'ended')),
    state_at   timestamptz NOT NULL,
    state_by   uuid        CONSTRAINT slot_offers_state_by_fkey REFERENCES people ON DELETE SET NULL,
    -- That none of them suits, in the speaker's words, and when that was said.
    words      text        NOT NULL DEFAULT '',
    words_at   timestamptz
);
-- Of two who offer at once, one does.
CREATE UNIQUE INDEX slot_offers_open_key ON slot_offers (seminar_id) WHERE state = 'open';
CREATE INDEX slot_offers_due ON slot_offers (ends_at) WHERE state = 'open';
CREATE INDEX slot_offers_seminar ON slot_offers (seminar_id);
CREATE INDEX slot_offers_person ON slot_offers (person_id);
CREATE INDEX slot_offers_offered_by ON slot_offers (offered_by);
CREATE INDEX slot_offers_state_by ON slot_offers (state_by);

CREATE TABLE offered_slots (
    id               uuid        PRIMARY KEY,
    offer_id         uuid        NOT NULL CONSTRAINT offered_slots_offer_fkey REFERENCES slot_offers ON DELETE CASCADE,
    position         integer     NOT NULL,
    -- The instants, and the wall time and zone in which they are meant.
    starts_at        timestamptz NOT NULL,
    ends_at          timestamptz NOT NULL,
    starts_local     timestamp   NOT NULL,
    zone             text        NOT NULL,
    fold             smallint,
    duration_minutes integer     NOT NULL,
    -- What holds its rooms; none where it has no room, or where the seminar's own booking does.
    booking_id       uuid        CONSTRAINT offered_slots_booking_fkey REFERENCES bookings ON DELETE SET NULL,
    -- It is the time and place that the seminar has anyway.
    own              boolean     NOT NULL DEFAULT false,
    state            text        NOT NULL CONSTRAINT offered_slots_state_known CHECK (state IN ('open', 'chosen', 'released')),
    CONSTRAINT offered_slots_end_after_start CHECK (starts_at < ends_at),
    CONSTRAINT offered_slots_own_needs_none CHECK (NOT own OR booking_id IS NULL),
    CONSTRAINT offered_slots_position_key UNIQUE (offer_id, position)
);
-- Of two who choose at once, one does.
CREATE UNIQUE INDEX offered_slots_chosen_key ON offered_slots (offer_id) WHERE state = 'chosen';
CREATE INDEX offered_slots_booking ON offered_slots (booking_id);

ALTER TABLE messages DROP CONSTRAINT messages_kind_known;
ALTER TABLE messages ADD CONSTRAINT messages_kind_known CHECK (kind IN
    ('invitation', 'change', 'cancellation', 'reminder', 'digest', 'announcement', 'speaker_request', 'speaker_chase', 'answer',
     'waiting_place', 'booking', 'booking_reminder', 'approval', 'stay', 'stay_checklist', 'letter', 'sign_in', 'confirmation',
     'report_ready', 'forwarded', 'slot_offer', 'slot_answer'));
