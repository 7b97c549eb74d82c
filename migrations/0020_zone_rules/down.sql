ALTER TABLE hub DROP COLUMN zone_rules;
