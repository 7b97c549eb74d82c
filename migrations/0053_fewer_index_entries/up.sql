-- What waits is found by `messages_due`, and sorted for the page that lists it. An index of its own was written for each message,
-- and for that page alone.
DROP INDEX messages_waiting;

-- Keys are compared byte by byte, as the program sorts them: in the order of a language each comparison costs many times as much,
-- and rows are written in another order than that in which those of another change are. The index is built anew, while nobody else
-- reads or writes messages; the table is not.
ALTER TABLE messages ALTER COLUMN dedupe_key TYPE text COLLATE "C";
