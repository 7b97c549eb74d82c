DROP TABLE attendances;
DROP TABLE speakers;
DROP TABLE seminar_revisions;
ALTER TABLE bookings DROP CONSTRAINT bookings_serve_one;
ALTER TABLE bookings DROP COLUMN seminar_id;
DROP TABLE seminars;
DROP TABLE subscriptions;
DROP TABLE series_organisers;
DROP TABLE series;
