ALTER TABLE speakers DROP COLUMN talk_language;
