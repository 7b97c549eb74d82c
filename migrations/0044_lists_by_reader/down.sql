DROP FUNCTION list_has(uuid, uuid, uuid);
DROP FUNCTION list_shows(uuid, uuid);
DROP FUNCTION series_is_for(uuid, uuid);
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
CREATE FUNCTION list_has(list uuid, seminar uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM list_shows(list) AS every (id) WHERE every.id = seminar);
END $$;
