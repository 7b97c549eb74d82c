DELETE FROM stopped_notices WHERE notice = 'late_feed';
ALTER TABLE stopped_notices DROP CONSTRAINT stopped_notices_notice_known;
ALTER TABLE stopped_notices ADD CONSTRAINT stopped_notices_notice_known CHECK
    (notice IN ('reminder', 'answer', 'weekly', 'daily', 'followed'));
UPDATE notice_preferences SET wanted = array_remove(wanted, 'late_feed') WHERE wanted IS NOT NULL;
ALTER TABLE notice_preferences DROP CONSTRAINT notice_preferences_wanted_known;
ALTER TABLE notice_preferences ADD CONSTRAINT notice_preferences_wanted_known CHECK
    (wanted <@ '{invitation,change,booking,stay,reminder,answer,weekly,daily,followed}');
ALTER TABLE feed_polls DROP COLUMN longest_gap_seconds;
