DROP INDEX messages_passed_on;
