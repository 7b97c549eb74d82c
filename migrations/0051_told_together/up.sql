-- One mail may tell a mailing list of several seminars. Each has its message all the same; the mail goes out under the first of
-- them.
ALTER TABLE messages
    -- The message under which the mail goes or went out that tells this: its own, or another one. Written before it goes, and only
    -- of what is announced to a list; none where it never was about to.
    ADD COLUMN told_in uuid CONSTRAINT messages_told_in_fkey REFERENCES messages ON DELETE SET NULL;
CREATE INDEX messages_told_in ON messages (told_in) WHERE told_in IS NOT NULL;
-- What waits to be announced to a list, the first of it first.
CREATE INDEX messages_to_announce ON messages (audience_id, send_after, id) WHERE ended_at IS NULL AND kind = 'announcement';
