-- Mail that comes in, addresses that nothing is sent to any more, and answers that came by mail.

CREATE TABLE inbound_mails (
    id          uuid        PRIMARY KEY,
    -- Made of the Message-ID and of what it says: what makes it the same message.
    digest      bytea       NOT NULL CONSTRAINT inbound_mails_digest_key UNIQUE,
    state       text        NOT NULL CONSTRAINT inbound_mails_state_known CHECK (state IN ('waiting', 'done', 'set_aside')),
    source      bytea       NOT NULL,
    -- What was made of it, or why nothing was.
    outcome     text,
    attempts    integer     NOT NULL DEFAULT 0,
    try_after   timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    ended_at    timestamptz,
    CONSTRAINT inbound_mails_ended_whole CHECK ((state = 'waiting') = (ended_at IS NULL))
);
CREATE INDEX inbound_mails_waiting ON inbound_mails (try_after) WHERE state = 'waiting';
CREATE INDEX inbound_mails_received ON inbound_mails (received_at);

-- Nothing is sent to these, but what someone asks for there.
CREATE TABLE suspensions (
    id         uuid        PRIMARY KEY,
    address    text        NOT NULL CONSTRAINT suspensions_address_key UNIQUE
                           CONSTRAINT suspensions_address_folded CHECK (address = lower(address)),
    reason     text        NOT NULL CONSTRAINT suspensions_reason_known CHECK (reason IN ('bounced', 'complained')),
    -- What the mail server said.
    detail     text        NOT NULL,
    message_id uuid        CONSTRAINT suspensions_message_fkey REFERENCES messages ON DELETE SET NULL,
    since      timestamptz NOT NULL
);
CREATE INDEX suspensions_message ON suspensions (message_id);

-- The SEQUENCE and DTSTAMP of the calendar's reply by which someone answered last; none where they answered otherwise.
ALTER TABLE attendances
    ADD COLUMN reply_sequence integer,
    ADD COLUMN reply_stamp timestamptz,
    -- Nobody vouches that it is from them.
    ADD COLUMN unverified boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT attendances_reply_whole CHECK
        ((reply_stamp IS NULL) = (reply_sequence IS NULL) AND (reply_stamp IS NOT NULL OR NOT unverified));
ALTER TABLE speakers
    ADD COLUMN reply_sequence integer,
    ADD COLUMN reply_stamp timestamptz,
    ADD COLUMN unverified boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT speakers_reply_whole CHECK
        ((reply_stamp IS NULL) = (reply_sequence IS NULL) AND (reply_stamp IS NOT NULL OR NOT unverified));

ALTER TABLE messages DROP CONSTRAINT messages_kind_known;
ALTER TABLE messages ADD CONSTRAINT messages_kind_known CHECK (kind IN
    ('invitation', 'change', 'cancellation', 'reminder', 'digest', 'announcement', 'speaker_request', 'speaker_chase', 'answer',
     'waiting_place', 'booking', 'booking_reminder', 'approval', 'stay', 'stay_checklist', 'letter', 'sign_in', 'confirmation',
     'report_ready', 'forwarded'));
