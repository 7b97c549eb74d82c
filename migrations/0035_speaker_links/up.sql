-- The number of a speaker's link outlives that they are a speaker: whoever is taken off and put on again has the links that
-- were good, and none that was revoked.
CREATE TABLE speaker_links (
    seminar_id uuid    NOT NULL CONSTRAINT speaker_links_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    person_id  uuid    NOT NULL CONSTRAINT speaker_links_person_fkey REFERENCES people ON DELETE CASCADE,
    link_no    integer NOT NULL,
    PRIMARY KEY (seminar_id, person_id)
);
CREATE INDEX speaker_links_person ON speaker_links (person_id);

-- As of seminars and their items: a wall time comes twice at most.
UPDATE offered_slots SET fold = 1 WHERE fold NOT IN (0, 1);
ALTER TABLE offered_slots ADD CONSTRAINT offered_slots_fold_known CHECK (fold IN (0, 1));
