-- Whoever has a seminar by their feed alone is told by mail what their calendar program would show too late.

-- The longest time from one poll to the next, of the last dozen or so: how late a program can be.
ALTER TABLE feed_polls ADD COLUMN longest_gap_seconds bigint CONSTRAINT feed_polls_longest_gap_positive CHECK (longest_gap_seconds > 0);
UPDATE feed_polls SET longest_gap_seconds = gap_seconds;

-- That is chosen, and stopped, like anything else. Who ticked kinds one by one and changes among them has not declined it.
ALTER TABLE notice_preferences DROP CONSTRAINT notice_preferences_wanted_known;
ALTER TABLE notice_preferences ADD CONSTRAINT notice_preferences_wanted_known CHECK
    (wanted <@ '{invitation,change,late_feed,booking,stay,reminder,answer,weekly,daily,followed}');
UPDATE notice_preferences SET wanted = wanted || '{late_feed}'::text[] WHERE 'change' = ANY (wanted);
ALTER TABLE stopped_notices DROP CONSTRAINT stopped_notices_notice_known;
ALTER TABLE stopped_notices ADD CONSTRAINT stopped_notices_notice_known CHECK
    (notice IN ('late_feed', 'reminder', 'answer', 'weekly', 'daily', 'followed'));
