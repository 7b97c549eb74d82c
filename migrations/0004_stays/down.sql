DROP TABLE zone_spans;
DROP TABLE stay_revisions;
DROP TABLE stay_steps;
ALTER TABLE bookings DROP COLUMN stay_id;
DROP TABLE stays;
