-- The outbox: one row per notice and recipient, written in the transaction of the change that it tells.

CREATE TABLE messages (
    id            uuid        PRIMARY KEY,
    kind          text        NOT NULL CONSTRAINT messages_kind_known CHECK (kind IN
                              ('invitation', 'change', 'cancellation', 'reminder', 'digest', 'announcement', 'speaker_request',
                               'speaker_chase', 'answer', 'waiting_place', 'booking', 'booking_reminder', 'approval', 'stay',
                               'stay_checklist', 'letter', 'sign_in', 'confirmation', 'report_ready')),
    state         text        NOT NULL CONSTRAINT messages_state_known CHECK (state IN
                              ('drafted', 'held', 'queued', 'leased', 'sent', 'failed', 'void')),
    -- Made per kind, with the recipient: what makes it the same message.
    dedupe_key    text        NOT NULL CONSTRAINT messages_dedupe_key UNIQUE,
    -- A recipient is a person at an address.
    person_id     uuid        NOT NULL CONSTRAINT messages_person_fkey REFERENCES people,
    address       text        NOT NULL CONSTRAINT messages_address_form
                              CHECK (address ~ '^[^[:space:][:cntrl:]<>@]+@[^[:space:][:cntrl:]<>@]+$'),
    seminar_id    uuid        CONSTRAINT messages_seminar_fkey REFERENCES seminars,
    stay_id       uuid        CONSTRAINT messages_stay_fkey REFERENCES stays,
    booking_id    uuid        CONSTRAINT messages_booking_fkey REFERENCES bookings,
    -- The revision that it tells, and the one that the recipient knew before.
    revision      integer,
    from_revision integer,
    sequence      integer,
    payload       jsonb       NOT NULL DEFAULT '{}',
    caused_by     uuid        CONSTRAINT messages_caused_by_fkey REFERENCES people ON DELETE SET NULL,
    -- 0 goes first (sign-in), 9 last (digests).
    priority      smallint    NOT NULL CONSTRAINT messages_priority_bounded CHECK (priority BETWEEN 0 AND 9),
    send_after    timestamptz NOT NULL,
    not_after     timestamptz NOT NULL,
    attempts      integer     NOT NULL DEFAULT 0,
    leased_by     text,
    leased_until  timestamptz,
    sent_at       timestamptz,
    ended_at      timestamptz,
    error         text,
    created_at    timestamptz NOT NULL,
    CONSTRAINT messages_lease_whole CHECK
        ((state = 'leased') = (leased_by IS NOT NULL) AND (state = 'leased') = (leased_until IS NOT NULL)),
    CONSTRAINT messages_sent_whole CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CONSTRAINT messages_ended_whole CHECK ((state IN ('sent', 'failed', 'void')) = (ended_at IS NOT NULL))
);
CREATE INDEX messages_due ON messages (priority, send_after) WHERE state IN ('held', 'queued');
CREATE INDEX messages_late ON messages (not_after) WHERE state IN ('held', 'queued');
-- What a further edit within the change window is merged into.
CREATE INDEX messages_held ON messages (person_id, kind) WHERE state = 'held';
CREATE INDEX messages_leased ON messages (leased_until) WHERE state = 'leased';
CREATE INDEX messages_person ON messages (person_id, created_at);
CREATE INDEX messages_seminar ON messages (seminar_id, kind);
CREATE INDEX messages_stay ON messages (stay_id);
CREATE INDEX messages_booking ON messages (booking_id);
CREATE INDEX messages_caused_by ON messages (caused_by);
CREATE INDEX messages_created ON messages (created_at);

CREATE FUNCTION tell_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('maru_outbox', '');
    RETURN NULL;
END $$;
CREATE TRIGGER messages_tell_new AFTER INSERT ON messages FOR EACH STATEMENT EXECUTE FUNCTION tell_outbox();
CREATE TRIGGER messages_tell_changed AFTER UPDATE OF send_after ON messages FOR EACH STATEMENT EXECUTE FUNCTION tell_outbox();

-- What was captured instead of being sent, because no mail server is set.
CREATE TABLE captured_mails (
    message_id  uuid        PRIMARY KEY CONSTRAINT captured_mails_message_fkey REFERENCES messages ON DELETE CASCADE,
    subject     text        NOT NULL,
    source      bytea       NOT NULL,
    captured_at timestamptz NOT NULL
);
CREATE INDEX captured_mails_at ON captured_mails (captured_at);
