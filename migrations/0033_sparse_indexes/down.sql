DROP INDEX occupancies_part_of, bookings_seminar, bookings_stay;
CREATE INDEX occupancies_part_of ON occupancies (part_of);
CREATE INDEX bookings_seminar ON bookings (seminar_id);
CREATE INDEX bookings_stay ON bookings (stay_id);
