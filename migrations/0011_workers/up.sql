-- Who works off the outbox, what went wrong with messages on their way, and how they are found by whoever looks at the queue.

CREATE TABLE workers (
    id         uuid        PRIMARY KEY,
    host       text        NOT NULL,
    process    bigint      NOT NULL,
    -- The names of its loops.
    does       text        NOT NULL,
    started_at timestamptz NOT NULL,
    -- By the database's clock, every few seconds; removed when it stops.
    seen_at    timestamptz NOT NULL
);
CREATE INDEX workers_seen ON workers (seen_at);

-- What went wrong, attempt by attempt; the last stands in messages.error as well. What went well is messages.sent_at.
CREATE TABLE message_faults (
    message_id uuid        NOT NULL CONSTRAINT message_faults_message_fkey REFERENCES messages ON DELETE CASCADE,
    attempt    integer     NOT NULL,
    at         timestamptz NOT NULL,
    error      text        NOT NULL,
    PRIMARY KEY (message_id, at, attempt)
);

-- By which way a mail came in: `maru receive`, or a mailbox that is polled.
ALTER TABLE inbound_mails ADD COLUMN came_by text CONSTRAINT inbound_mails_came_by_known
    CHECK (came_by IN ('pipe', 'mailbox'));

CREATE INDEX messages_waiting ON messages (id) WHERE state IN ('drafted', 'held', 'queued', 'leased');
CREATE INDEX messages_failed ON messages (id) WHERE state = 'failed';
CREATE INDEX messages_sent ON messages (sent_at) WHERE state = 'sent';
CREATE INDEX suspensions_since ON suspensions (since);
