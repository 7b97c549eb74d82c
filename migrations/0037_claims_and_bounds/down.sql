ALTER TABLE addresses DROP COLUMN claimed;
ALTER TABLE bookings DROP CONSTRAINT bookings_within_a_year;
