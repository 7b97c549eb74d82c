ALTER TABLE messages ALTER COLUMN dedupe_key TYPE text COLLATE "default";
CREATE INDEX messages_waiting ON messages (id) WHERE ended_at IS NULL;
