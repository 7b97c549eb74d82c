-- Where several speak, each in their own language. None: that of the seminar.
ALTER TABLE speakers ADD COLUMN talk_language text
    CONSTRAINT speakers_talk_language_known CHECK (talk_language IN ('ko', 'en', 'fr'));
