-- What was passed on holds what someone wrote, which is not kept for ever: found by when it went, as long as it says who wrote.
CREATE INDEX messages_passed_on ON messages (ended_at) WHERE kind = 'forwarded' AND payload ? 'writer';
