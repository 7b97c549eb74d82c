-- Which release of the time zones' rules what is to come was last derived by (`2026a`), so that a program with older rules
-- does not take it back. A later release sorts after an earlier one, byte by byte.

ALTER TABLE hub ADD COLUMN zone_rules text COLLATE "C" CONSTRAINT hub_zone_rules_known CHECK (zone_rules ~ '^[0-9]{4}[a-z]+$');
