DROP TABLE series_institutions;
DROP TABLE series_rhythms;
