ALTER TABLE personal_feeds DROP COLUMN renewed_at;
ALTER TABLE attendances DROP COLUMN moved_up_at;
