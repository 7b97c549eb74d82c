DROP TABLE stopped_notices;
DROP TABLE notice_preferences;
