-- What is kept with a seminar as files: portraits of its speakers, their slides, and the evidence that it took place. They stand
-- in the database, so that they are in its backup and on every node.
CREATE TABLE files (
    id         uuid        PRIMARY KEY,
    purpose    text        NOT NULL CONSTRAINT files_purpose_known CHECK (purpose IN ('portrait', 'slides', 'evidence')),
    seminar_id uuid        NOT NULL CONSTRAINT files_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    -- Whose it is; nobody's is the evidence.
    person_id  uuid,
    kind       text        NOT NULL CONSTRAINT files_kind_known CHECK (kind IN ('jpeg', 'png', 'webp', 'pdf', 'pptx', 'odp')),
    -- As it was called where it came from: words for people, never a path.
    name       text        NOT NULL DEFAULT '',
    note       text        NOT NULL DEFAULT '',
    size       integer     NOT NULL,
    sha256     bytea       NOT NULL CONSTRAINT files_sha256_whole CHECK (octet_length(sha256) = 32),
    octets     bytea       NOT NULL,
    made_at    timestamptz NOT NULL,
    by_id      uuid        CONSTRAINT files_by_fkey REFERENCES people ON DELETE SET NULL,
    CONSTRAINT files_size_true CHECK (size > 0 AND size = octet_length(octets)),
    CONSTRAINT files_kind_of_purpose CHECK (CASE purpose
        WHEN 'portrait' THEN kind = 'jpeg'
        WHEN 'slides' THEN kind IN ('pdf', 'pptx', 'odp')
        ELSE kind IN ('jpeg', 'png', 'pdf') END),
    CONSTRAINT files_of_whom CHECK ((purpose = 'evidence') = (person_id IS NULL)),
    -- Who speaks no more takes their files along.
    CONSTRAINT files_speaker_fkey FOREIGN KEY (seminar_id, person_id) REFERENCES speakers ON DELETE CASCADE
);
-- They are packed already, and are read in parts.
ALTER TABLE files ALTER COLUMN octets SET STORAGE EXTERNAL;
-- One portrait and one set of slides a speaker; several pieces of evidence.
CREATE UNIQUE INDEX files_speaker_key ON files (seminar_id, person_id, purpose);
CREATE INDEX files_by ON files (by_id);

-- A portrait is shown while its speaker agrees to that.
ALTER TABLE speaker_consents DROP CONSTRAINT speaker_consents_purpose_known;
ALTER TABLE speaker_consents ADD CONSTRAINT speaker_consents_purpose_known
    CHECK (purpose IN ('stream', 'record', 'publish', 'slides', 'portrait'));
