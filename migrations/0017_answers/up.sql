-- Answers of those who are not signed in: they count once whoever is at the address has said so.
ALTER TABLE confirmations ALTER COLUMN series_id DROP NOT NULL;
-- What whoever confirms has answered, to what, and the name that was typed with it.
ALTER TABLE confirmations ADD COLUMN seminar_id uuid
    CONSTRAINT confirmations_seminar_fkey REFERENCES seminars ON DELETE CASCADE;
ALTER TABLE confirmations ADD COLUMN name text;
ALTER TABLE confirmations ADD COLUMN answer text
    CONSTRAINT confirmations_answer_known CHECK (answer IN ('yes', 'no', 'maybe'));
ALTER TABLE confirmations ADD CONSTRAINT confirmations_of_one CHECK (num_nonnulls(series_id, seminar_id) = 1);
ALTER TABLE confirmations ADD CONSTRAINT confirmations_answer_to_a_seminar
    CHECK ((seminar_id IS NULL) = (answer IS NULL));
CREATE UNIQUE INDEX confirmations_seminar_key ON confirmations (seminar_id, lower(address));

-- Edits of which nobody was told, because their organiser said so: of spelling.
ALTER TABLE seminar_revisions ADD COLUMN silent boolean NOT NULL DEFAULT false;
