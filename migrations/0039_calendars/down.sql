ALTER TABLE attendances DROP COLUMN moved_up_at;
