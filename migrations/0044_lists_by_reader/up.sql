-- What stands on a list stands there for a reader: a series may be known to fewer people than its seminars, and that an
-- institution organises it is what it alone says.
DROP FUNCTION list_has(uuid, uuid);
DROP FUNCTION list_shows(uuid);

-- Whether a person may know of a series, for themselves or as someone's assistant; no person is anyone.
CREATE FUNCTION series_is_for(head uuid, person uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    them uuid[] := ARRAY(SELECT person UNION ALL SELECT a.person_id FROM assistants a WHERE a.assistant_id = person);
BEGIN
    RETURN EXISTS (SELECT FROM series h WHERE h.id = head AND (h.visibility = 'public'
        OR EXISTS (SELECT FROM roles o WHERE o.person_id = person AND (h.visibility = 'members' OR o.role = 'administrator'))
        OR h.visibility = 'members' AND EXISTS (SELECT FROM people p JOIN institutions i ON i.id = p.institution_id
                                                WHERE p.id = person AND i.kind = 'member')
        OR EXISTS (SELECT FROM series_organisers o WHERE o.series_id = h.id AND o.person_id = ANY (them))
        OR EXISTS (SELECT FROM subscriptions f WHERE f.series_id = h.id AND f.person_id = ANY (them))
        OR EXISTS (SELECT FROM seminars s JOIN attendances a ON a.seminar_id = s.id
                   WHERE s.series_id = h.id AND s.state <> 'draft' AND a.person_id = ANY (them))
        OR EXISTS (SELECT FROM seminars s JOIN speakers k ON k.seminar_id = s.id
                   WHERE s.series_id = h.id AND k.answer <> 'declined' AND k.person_id = ANY (them))));
END $$;

-- What stands on a list for a reader, or for anyone where none is given: what its rules find and what was chosen, without
-- what was left out. Who may know of a seminar is not asked here. Of an institution: where its people speak, and the series
-- that it organises with others, where the reader may know of these, as in its calendar.
CREATE FUNCTION list_shows(uuid, uuid DEFAULT NULL) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
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
            JOIN series h ON h.id = o.series_id JOIN seminars s ON s.series_id = h.id
        WHERE i.list_id = $1 AND (h.visibility = 'public' OR series_is_for(h.id, $2))
        UNION
        SELECT k.seminar_id FROM list_items i
            JOIN speakers k ON k.person_id = i.person_id AND k.role <> 'host' AND k.answer <> 'declined' WHERE i.list_id = $1
    ) AS every
    WHERE NOT EXISTS (
        SELECT FROM list_items x WHERE x.list_id = $1 AND x.what = 'left_out' AND x.seminar_id = every.id)
$$;

-- Whether one seminar does. Digests ask this of each of theirs: a plan that is kept, and that is no part of a larger one.
CREATE FUNCTION list_has(list uuid, seminar uuid, person uuid DEFAULT NULL) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM list_shows(list, person) AS every (id) WHERE every.id = seminar);
END $$;
