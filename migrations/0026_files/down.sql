DELETE FROM speaker_consents WHERE purpose = 'portrait';
ALTER TABLE speaker_consents DROP CONSTRAINT speaker_consents_purpose_known;
ALTER TABLE speaker_consents ADD CONSTRAINT speaker_consents_purpose_known
    CHECK (purpose IN ('stream', 'record', 'publish', 'slides'));
DROP TABLE files;
