DROP INDEX suspensions_since;
DROP INDEX messages_sent;
DROP INDEX messages_failed;
DROP INDEX messages_waiting;
ALTER TABLE inbound_mails DROP COLUMN came_by;
DROP TABLE message_faults;
DROP TABLE workers;
