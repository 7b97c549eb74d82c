-- Rooms of items stay booked, by themselves.
ALTER TABLE bookings DROP CONSTRAINT bookings_part_of_seminar;
UPDATE bookings SET seminar_id = NULL WHERE part = 'programme';
DROP INDEX bookings_seminar_key;
ALTER TABLE bookings DROP COLUMN part;
CREATE UNIQUE INDEX bookings_seminar_key ON bookings (seminar_id) WHERE state IN ('held', 'confirmed') AND NOT offered;

DROP TABLE overflow_rooms;
DROP TABLE item_speakers;
DROP TABLE seminar_items;
