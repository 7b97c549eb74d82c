-- What speakers say on the page that is theirs by a link alone, what they agree to, and who looks after what is missing.

-- Where a seminar can be seen afterwards. It is shown once all who took part agree.
CREATE TABLE seminar_recordings (
    seminar_id uuid        PRIMARY KEY CONSTRAINT seminar_recordings_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    url        text        NOT NULL,
    at         timestamptz NOT NULL,
    by_id      uuid        CONSTRAINT seminar_recordings_by_fkey REFERENCES people ON DELETE SET NULL
);
CREATE INDEX seminar_recordings_by ON seminar_recordings (by_id);

-- Raised to revoke the link of a speaker; links with an older number answer that they are revoked.
ALTER TABLE speakers ADD COLUMN link_no integer NOT NULL DEFAULT 0;
-- An organiser asks in a mail of their own, so that no mail of ours asks.
ALTER TABLE speakers ADD COLUMN asked_at timestamptz;
ALTER TABLE speakers ADD COLUMN asked_by uuid CONSTRAINT speakers_asked_by_fkey REFERENCES people ON DELETE SET NULL;
-- An organiser looks after what is missing, so that no mail of ours does.
ALTER TABLE speakers ADD COLUMN taken_over_at timestamptz;
ALTER TABLE speakers ADD COLUMN taken_over_by uuid CONSTRAINT speakers_taken_over_by_fkey REFERENCES people ON DELETE SET NULL;
-- Of a talk among several; of the only one, title and abstract are the seminar's.
ALTER TABLE speakers ADD COLUMN talk_title text NOT NULL DEFAULT '';
ALTER TABLE speakers ADD COLUMN talk_abstract text NOT NULL DEFAULT '';
ALTER TABLE speakers ADD COLUMN biography text NOT NULL DEFAULT '';
-- Where they come from, as they are to be announced; empty: as it is known of them.
ALTER TABLE speakers ADD COLUMN affiliation text NOT NULL DEFAULT '';
ALTER TABLE speakers ADD COLUMN ror text;
ALTER TABLE speakers ADD COLUMN slides_url text;
ALTER TABLE speakers ADD COLUMN in_person boolean;
-- When they try out what they need there.
ALTER TABLE speakers ADD COLUMN rehearsal_at timestamptz;
ALTER TABLE speakers ADD COLUMN stay_id uuid CONSTRAINT speakers_stay_fkey REFERENCES stays ON DELETE SET NULL;
-- For stale forms, as `lock_version` of a seminar.
ALTER TABLE speakers ADD COLUMN page_version integer NOT NULL DEFAULT 1;
ALTER TABLE speakers ADD COLUMN page_at timestamptz;
CREATE INDEX speakers_asked_by ON speakers (asked_by);
CREATE INDEX speakers_taken_over_by ON speakers (taken_over_by);
CREATE INDEX speakers_stay ON speakers (stay_id);

-- What a speaker tells the organisers alone. It goes some time after the seminar.
CREATE TABLE speaker_notes (
    seminar_id uuid NOT NULL,
    person_id  uuid NOT NULL,
    words      text NOT NULL DEFAULT '',
    equipment  text NOT NULL DEFAULT '',
    arrival    text NOT NULL DEFAULT '',
    dietary    text NOT NULL DEFAULT '',
    phone      text NOT NULL DEFAULT '',
    PRIMARY KEY (seminar_id, person_id),
    CONSTRAINT speaker_notes_speaker_fkey FOREIGN KEY (seminar_id, person_id) REFERENCES speakers ON DELETE CASCADE
);

-- What a speaker said to each use of their talk, and when; no row: nothing yet.
CREATE TABLE speaker_consents (
    seminar_id uuid        NOT NULL,
    person_id  uuid        NOT NULL,
    purpose    text        NOT NULL CONSTRAINT speaker_consents_purpose_known CHECK (purpose IN ('stream', 'record', 'publish', 'slides')),
    given      boolean     NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (seminar_id, person_id, purpose),
    CONSTRAINT speaker_consents_speaker_fkey FOREIGN KEY (seminar_id, person_id) REFERENCES speakers ON DELETE CASCADE
);
