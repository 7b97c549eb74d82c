ALTER TABLE seminar_revisions DROP COLUMN silent;
DELETE FROM confirmations WHERE series_id IS NULL;
DROP INDEX confirmations_seminar_key;
ALTER TABLE confirmations DROP CONSTRAINT confirmations_answer_to_a_seminar;
ALTER TABLE confirmations DROP CONSTRAINT confirmations_of_one;
ALTER TABLE confirmations DROP COLUMN answer;
ALTER TABLE confirmations DROP COLUMN name;
ALTER TABLE confirmations DROP COLUMN seminar_id;
ALTER TABLE confirmations ALTER COLUMN series_id SET NOT NULL;
