-- What had no seminars was no poll.
DELETE FROM feed_polls WHERE seminars_at IS NULL;
UPDATE feed_polls SET last_at = greatest(first_at, seminars_at);
ALTER TABLE feed_polls
    DROP CONSTRAINT feed_polls_told_in_order,
    DROP COLUMN told_octets,
    DROP COLUMN told_at,
    DROP COLUMN seminars_at;
