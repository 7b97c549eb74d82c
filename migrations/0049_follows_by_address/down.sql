DROP INDEX confirmations_list;
DROP INDEX confirmations_source_key;
DELETE FROM confirmations WHERE source IS NOT NULL;
ALTER TABLE confirmations DROP CONSTRAINT confirmations_source_whole;
ALTER TABLE confirmations DROP CONSTRAINT confirmations_of_one;
ALTER TABLE confirmations ADD CONSTRAINT confirmations_of_one CHECK (num_nonnulls(series_id, seminar_id) = 1);
ALTER TABLE confirmations DROP COLUMN list_id;
ALTER TABLE confirmations DROP COLUMN topic;
ALTER TABLE confirmations DROP COLUMN source;
