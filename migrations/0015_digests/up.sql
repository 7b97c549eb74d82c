-- What people follow beside series, and the mails that gather it: daily or weekly, one per person and rhythm.

CREATE TABLE follows (
    id        uuid        PRIMARY KEY,
    person_id uuid        NOT NULL CONSTRAINT follows_person_fkey REFERENCES people ON DELETE CASCADE,
    -- Series are followed in `subscriptions`, with reminders of their own.
    source    text        NOT NULL CONSTRAINT follows_source_known CHECK (source IN ('topic', 'hub')),
    -- Its slug.
    topic     text        CONSTRAINT follows_topic_given CHECK (topic <> ''),
    digest    text        NOT NULL CONSTRAINT follows_digest_known CHECK (digest IN ('daily', 'weekly')),
    since     timestamptz NOT NULL,
    CONSTRAINT follows_source_whole CHECK ((source = 'topic') = (topic IS NOT NULL))
);
CREATE UNIQUE INDEX follows_key ON follows (person_id, source, coalesce(topic, ''));

-- When each digest goes out. One that was never set goes on Mondays, at 08:00.
CREATE TABLE digests (
    person_id    uuid        NOT NULL CONSTRAINT digests_person_fkey REFERENCES people ON DELETE CASCADE,
    rhythm       text        NOT NULL CONSTRAINT digests_rhythm_known CHECK (rhythm IN ('daily', 'weekly')),
    -- 1 is Monday (ISO 8601); it says nothing of a daily one.
    weekday      smallint    NOT NULL DEFAULT 1 CONSTRAINT digests_weekday_known CHECK (weekday BETWEEN 1 AND 7),
    -- By the clock where the reader is.
    hour         smallint    NOT NULL DEFAULT 8 CONSTRAINT digests_hour_known CHECK (hour BETWEEN 0 AND 23),
    -- Whether it comes even where there is nothing to tell.
    even_nothing boolean     NOT NULL DEFAULT false,
    -- Reckoned with whatever it depends on; none while it has nothing to gather, or is not wanted.
    next_at      timestamptz,
    PRIMARY KEY (person_id, rhythm)
);
CREATE INDEX digests_due ON digests (next_at) WHERE next_at IS NOT NULL;

-- What a digest told: counts once the message is sent, and no longer when it comes back.
CREATE TABLE digest_told (
    message_id uuid    NOT NULL CONSTRAINT digest_told_message_fkey REFERENCES messages ON DELETE CASCADE,
    seminar_id uuid    NOT NULL CONSTRAINT digest_told_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    revision   integer NOT NULL,
    -- In the days that it covers, rather than as news of a later time.
    covered    boolean NOT NULL,
    PRIMARY KEY (message_id, seminar_id)
);
CREATE INDEX digest_told_seminar ON digest_told (seminar_id);
CREATE INDEX messages_digests ON messages (person_id, sent_at) WHERE kind = 'digest';

-- Digests are chosen, and stopped, like anything else. Nothing sent them so far: who ticked kinds one by one has not declined them.
ALTER TABLE notice_preferences DROP CONSTRAINT notice_preferences_wanted_known;
ALTER TABLE notice_preferences ADD CONSTRAINT notice_preferences_wanted_known CHECK
    (wanted <@ '{invitation,change,booking,stay,reminder,answer,weekly,daily,followed}');
UPDATE notice_preferences SET wanted = wanted || '{weekly,daily}'::text[] WHERE wanted IS NOT NULL;
ALTER TABLE stopped_notices DROP CONSTRAINT stopped_notices_notice_known;
ALTER TABLE stopped_notices ADD CONSTRAINT stopped_notices_notice_known CHECK
    (notice IN ('reminder', 'answer', 'weekly', 'daily', 'followed'));
