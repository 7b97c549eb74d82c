DELETE FROM stopped_notices WHERE notice IN ('weekly', 'daily');
ALTER TABLE stopped_notices DROP CONSTRAINT stopped_notices_notice_known;
ALTER TABLE stopped_notices ADD CONSTRAINT stopped_notices_notice_known CHECK (notice IN ('reminder', 'answer', 'followed'));
UPDATE notice_preferences SET wanted = array_remove(array_remove(wanted, 'weekly'), 'daily') WHERE wanted IS NOT NULL;
ALTER TABLE notice_preferences DROP CONSTRAINT notice_preferences_wanted_known;
ALTER TABLE notice_preferences ADD CONSTRAINT notice_preferences_wanted_known CHECK
    (wanted <@ '{invitation,change,booking,stay,reminder,answer,followed}');
DROP INDEX messages_digests;
DROP TABLE digest_told;
DROP TABLE digests;
DROP TABLE follows;
