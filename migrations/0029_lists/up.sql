-- Lists that people keep: what belongs together across series, by rules, and by hand.

CREATE TABLE lists (
    id             uuid        PRIMARY KEY,
    slug           text        NOT NULL CONSTRAINT lists_slug_key UNIQUE,
    -- In one of the languages, or in both; who reads in the other gets the one that there is.
    name_en        text        NOT NULL DEFAULT '',
    name_ko        text        NOT NULL DEFAULT '',
    description_en text        NOT NULL DEFAULT '',
    description_ko text        NOT NULL DEFAULT '',
    visibility     text        NOT NULL CONSTRAINT lists_visibility_known CHECK (visibility IN ('public', 'members', 'own')),
    state          text        NOT NULL CONSTRAINT lists_state_known CHECK (state IN ('kept', 'archived')),
    state_by       uuid        CONSTRAINT lists_state_by_fkey REFERENCES people ON DELETE SET NULL,
    state_at       timestamptz NOT NULL,
    lock_version   integer     NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL,
    modified_at    timestamptz NOT NULL,
    CONSTRAINT lists_named CHECK (name_en <> '' OR name_ko <> '')
);
CREATE INDEX lists_state_by ON lists (state_by);

CREATE TABLE list_keepers (
    list_id   uuid        NOT NULL CONSTRAINT list_keepers_list_fkey REFERENCES lists ON DELETE CASCADE,
    person_id uuid        NOT NULL CONSTRAINT list_keepers_person_fkey REFERENCES people ON DELETE CASCADE,
    since     timestamptz NOT NULL,
    PRIMARY KEY (list_id, person_id)
);
CREATE INDEX list_keepers_person ON list_keepers (person_id);

-- What is on a list: rules, and seminars that were chosen or left out by hand. A seminar is one or the other.
CREATE TABLE list_items (
    id             uuid        PRIMARY KEY,
    list_id        uuid        NOT NULL CONSTRAINT list_items_list_fkey REFERENCES lists ON DELETE CASCADE,
    what           text        NOT NULL CONSTRAINT list_items_what_known
                               CHECK (what IN ('topic', 'series', 'institution', 'person', 'seminar', 'left_out')),
    -- Its slug.
    topic          text        CONSTRAINT list_items_topic_given CHECK (topic <> ''),
    series_id      uuid        CONSTRAINT list_items_series_fkey REFERENCES series ON DELETE CASCADE,
    institution_id uuid        CONSTRAINT list_items_institution_fkey REFERENCES institutions ON DELETE CASCADE,
    person_id      uuid        CONSTRAINT list_items_person_fkey REFERENCES people ON DELETE CASCADE,
    seminar_id     uuid        CONSTRAINT list_items_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    since          timestamptz NOT NULL,
    added_by       uuid        CONSTRAINT list_items_added_by_fkey REFERENCES people ON DELETE SET NULL,
    CONSTRAINT list_items_whole CHECK (
        num_nonnulls(topic, series_id, institution_id, person_id, seminar_id) = 1
        AND (what = 'topic') = (topic IS NOT NULL) AND (what = 'series') = (series_id IS NOT NULL)
        AND (what = 'institution') = (institution_id IS NOT NULL) AND (what = 'person') = (person_id IS NOT NULL))
);
CREATE UNIQUE INDEX list_items_topic_key ON list_items (list_id, topic);
CREATE UNIQUE INDEX list_items_series_key ON list_items (series_id, list_id);
CREATE UNIQUE INDEX list_items_institution_key ON list_items (institution_id, list_id);
CREATE UNIQUE INDEX list_items_person_key ON list_items (person_id, list_id);
CREATE UNIQUE INDEX list_items_seminar_key ON list_items (seminar_id, list_id);
CREATE INDEX list_items_added_by ON list_items (added_by);

-- What stands on a list: what its rules find and what was chosen, without what was left out. Who may know of what is not
-- asked here. Of an institution: where its people speak, and the series that it organises with others, as in its calendar.
CREATE FUNCTION list_shows(uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT every.id FROM (
        SELECT i.seminar_id AS id FROM list_items i WHERE i.list_id = $1 AND i.what = 'seminar'
        UNION
        SELECT s.id FROM list_items i JOIN seminars s ON s.series_id = i.series_id WHERE i.list_id = $1
        UNION
        SELECT s.id FROM seminars s
        WHERE EXISTS (SELECT FROM list_items i WHERE i.list_id = $1 AND i.topic IS NOT NULL) AND EXISTS (
            SELECT FROM unnest(s.topics) AS topic
            WHERE rtrim(left(ltrim(regexp_replace(lower(topic), '[^[:alnum:]]+', '-', 'g'), '-'), 60), '-')
                = ANY (ARRAY(SELECT i.topic FROM list_items i WHERE i.list_id = $1 AND i.topic IS NOT NULL)))
        UNION
        SELECT k.seminar_id FROM list_items i JOIN people p ON p.institution_id = i.institution_id
            JOIN speakers k ON k.person_id = p.id AND k.role <> 'host' AND k.answer <> 'declined' WHERE i.list_id = $1
        UNION
        SELECT s.id FROM list_items i JOIN series_institutions o ON o.institution_id = i.institution_id
            JOIN seminars s ON s.series_id = o.series_id WHERE i.list_id = $1
        UNION
        SELECT k.seminar_id FROM list_items i
            JOIN speakers k ON k.person_id = i.person_id AND k.role <> 'host' AND k.answer <> 'declined' WHERE i.list_id = $1
    ) AS every
    WHERE NOT EXISTS (
        SELECT FROM list_items x WHERE x.list_id = $1 AND x.what = 'left_out' AND x.seminar_id = every.id)
$$;

-- Whether one seminar does. Digests ask this of each of theirs: a plan that is kept, and that is no part of a larger one.
CREATE FUNCTION list_has(list uuid, seminar uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM list_shows(list) AS every (id) WHERE every.id = seminar);
END $$;

-- Whether a list is for someone: everyone's, members', or theirs to keep. Administrators see them all.
CREATE FUNCTION list_is_for(list uuid, person uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM lists l WHERE l.id = list AND (l.visibility = 'public'
        OR l.visibility = 'members' AND (EXISTS (SELECT FROM roles o WHERE o.person_id = person)
            OR EXISTS (SELECT FROM people p JOIN institutions i ON i.id = p.institution_id
                       WHERE p.id = person AND i.kind = 'member'))
        OR EXISTS (SELECT FROM list_keepers k WHERE k.list_id = l.id AND k.person_id = person)
        OR EXISTS (SELECT FROM roles o WHERE o.person_id = person AND o.role = 'administrator')));
END $$;

-- A list is followed as a topic is.
ALTER TABLE follows ADD COLUMN list_id uuid CONSTRAINT follows_list_fkey REFERENCES lists ON DELETE CASCADE;
ALTER TABLE follows DROP CONSTRAINT follows_source_known;
ALTER TABLE follows ADD CONSTRAINT follows_source_known CHECK (source IN ('topic', 'hub', 'list'));
ALTER TABLE follows DROP CONSTRAINT follows_source_whole;
ALTER TABLE follows ADD CONSTRAINT follows_source_whole
    CHECK ((source = 'topic') = (topic IS NOT NULL) AND (source = 'list') = (list_id IS NOT NULL));
DROP INDEX follows_key;
CREATE UNIQUE INDEX follows_key ON follows (person_id, source, coalesce(topic, list_id::text, ''));
CREATE INDEX follows_list ON follows (list_id);
