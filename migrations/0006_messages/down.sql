DROP TABLE captured_mails;
DROP TABLE messages;
DROP FUNCTION tell_outbox();
