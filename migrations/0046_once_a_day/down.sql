ALTER TABLE notice_preferences DROP COLUMN daily;
