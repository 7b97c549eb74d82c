DROP TABLE occupancies;
DROP TABLE bookings;
DROP TABLE runs;
DROP TABLE room_keepers;
DROP TABLE room_parts;
DROP TABLE rooms;
DROP TABLE sites;
