-- Which calendar program fetched a personal feed and when: for its owner, who wonders whether it arrives. A row for each
-- program, no address of anyone.

CREATE TABLE feed_polls (
    feed_id     uuid        NOT NULL CONSTRAINT feed_polls_feed_fkey REFERENCES personal_feeds ON DELETE CASCADE,
    client      text        NOT NULL CONSTRAINT feed_polls_client_known CHECK (client IN ('google', 'outlook', 'apple',
                            'thunderbird', 'android', 'gnome', 'vdirsyncer', 'command_line', 'browser', 'other')),
    first_at    timestamptz NOT NULL,
    last_at     timestamptz NOT NULL,
    polls       bigint      NOT NULL CONSTRAINT feed_polls_polls_counted CHECK (polls > 0),
    -- Seconds from one poll to the next, as they have been of late; none until there was a second one.
    gap_seconds bigint      CONSTRAINT feed_polls_gap_positive CHECK (gap_seconds > 0),
    PRIMARY KEY (feed_id, client),
    CONSTRAINT feed_polls_in_order CHECK (first_at <= last_at)
);
CREATE INDEX feed_polls_last ON feed_polls (last_at);
