ALTER TABLE offered_slots DROP COLUMN overflow;
