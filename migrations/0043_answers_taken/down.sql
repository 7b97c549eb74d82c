ALTER TABLE inbound_mails DROP COLUMN answered_at;
