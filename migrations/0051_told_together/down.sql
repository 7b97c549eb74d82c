DROP INDEX messages_to_announce;
DROP INDEX messages_told_in;
ALTER TABLE messages DROP COLUMN told_in;
