-- Whatever fetched a personal feed stands in its log, a list or a part of it too; what was told by that is another matter: when a
-- program last had seminars in what it fetched (`octets` is how large it was then), and when it had all that are to come.
ALTER TABLE feed_polls
    ADD COLUMN seminars_at timestamptz,
    ADD COLUMN told_at     timestamptz,
    -- How large it was then, which the size of a part does not say.
    ADD COLUMN told_octets bigint CONSTRAINT feed_polls_told_octets_positive CHECK (told_octets > 0),
    ADD CONSTRAINT feed_polls_told_in_order CHECK (told_at <= seminars_at AND seminars_at <= last_at);
-- Until now nothing stood in it but what had seminars, and that was taken for all of them.
UPDATE feed_polls SET seminars_at = last_at, told_at = last_at, told_octets = octets;
