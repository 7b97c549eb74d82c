-- References that most rows leave empty, indexed without the empty ones, as 0016 has it for messages. It is not only what
-- writing costs: of a table that it has not counted yet PostgreSQL believes that few rows have none, and looked for what a
-- booking takes among all occupancies that are `part_of` nothing, which are nearly all there are.
DROP INDEX occupancies_part_of, bookings_seminar, bookings_stay;
CREATE INDEX occupancies_part_of ON occupancies (part_of) WHERE part_of IS NOT NULL;
CREATE INDEX bookings_seminar ON bookings (seminar_id) WHERE seminar_id IS NOT NULL;
CREATE INDEX bookings_stay ON bookings (stay_id) WHERE stay_id IS NOT NULL;
