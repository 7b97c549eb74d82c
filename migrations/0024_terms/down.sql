DROP TABLE series_institutions;
ALTER TABLE series DROP COLUMN colour;
DROP TABLE series_rhythms;
