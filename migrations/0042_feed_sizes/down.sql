ALTER TABLE feed_polls DROP COLUMN octets;
