-- What Maru asks of PostgreSQL for one booking by the API, statement by statement: who has the token, the booking
-- with its room, audit entry and counters in one transaction, and what is answered. What differs from one booking to the
-- next (@BOOKING@ and its like) is put in by bench/measures/bookings.py; it costs no statement of its own.
\set n :n + 1
\set each :client_id + 1
\set slot :round * 1000000 + :n * 8 + :client_id
SELECT t.id AS token_id, t.person_id, t.last_used_at,
    p.name, p.language, p.zone, (SELECT a.address FROM addresses a WHERE a.person_id = p.id
        ORDER BY a.purpose = 'sign_in' DESC, a.created_at, a.id LIMIT 1) AS address,
    ARRAY(SELECT r.role FROM roles r WHERE r.person_id = p.id) AS roles,
    EXISTS (SELECT FROM institutions i WHERE i.id = p.institution_id AND i.kind = 'member') AS of_a_member,
    ARRAY(SELECT s.person_id FROM assistants s WHERE s.assistant_id = p.id ORDER BY 1) AS acts_for
    FROM api_tokens t JOIN people p ON p.id = t.person_id WHERE t.token_hash = @HASH@ AND t.revoked_at IS NULL;
BEGIN;
WITH RECURSIVE parts (whole, room) AS (
    SELECT id, id FROM unnest((SELECT ARRAY[@ROOM@])::uuid[]) AS id
    UNION SELECT p.whole, r.part_id FROM parts p JOIN room_parts r ON r.whole_id = p.room),
    reached (whole, room) AS (SELECT whole, room FROM parts UNION ALL SELECT NULL, id FROM unnest((SELECT '{}'::uuid[])) AS id)
    SELECT reached.whole, rooms.id, site_id, slug, name, kind, zone, capacity, equipment, approval, setup_minutes,
        tidy_minutes, state, lock_version, created_at, modified_at
    FROM reached JOIN rooms ON rooms.id = reached.room ORDER BY rooms.id FOR NO KEY UPDATE OF rooms;
INSERT INTO bookings (id, code, uid, title, note, for_id, entered_by, starts_at, ends_at, starts_local, ends_local, zone, state,
        state_at, state_by, created_at, modified_at)
    VALUES (@BOOKING@, substr(@BOOKING@::text, 28), @BOOKING@::text || '@127.0.0.1', 'Group meeting', '', @PERSON@, @PERSON@,
        @STARTS@, @ENDS@, (@STARTS@)::timestamp, (@ENDS@)::timestamp, 'Asia/Seoul', 'confirmed', now(), @PERSON@, now(), now())
    RETURNING *;
SAVEPOINT diesel_savepoint_1;
INSERT INTO occupancies (id, booking_id, room_id, part_of, blocked_from, blocked_to, state)
    SELECT id, booking_id, room_id, part_of, blocked_from, blocked_to, 'confirmed'
    FROM unnest(ARRAY[gen_random_uuid()], ARRAY[@BOOKING@], ARRAY[@ROOM@], ARRAY[NULL::uuid], ARRAY[@STARTS@], ARRAY[@ENDS@])
        AS t (id, booking_id, room_id, part_of, blocked_from, blocked_to);
RELEASE SAVEPOINT diesel_savepoint_1;
INSERT INTO audit_entries (id, at, actor_id, actor_name, channel, origin, action, subject_kind, subject_id, before, after)
    VALUES (gen_random_uuid(), now(), @PERSON@, 'member@hub.example', 'api', '127.0.0.1', 'booked', 'bookings',
        @BOOKING@, NULL, jsonb_build_object('rooms', ARRAY[@ROOM@], 'state', 'confirmed', 'title', 'Group meeting',
            'for_id', @PERSON@, 'starts_at', @STARTS@, 'ends_at', @ENDS@));
WITH RECURSIVE parts (room, depth) AS (
    SELECT id, 0 FROM unnest((SELECT ARRAY[@ROOM@])::uuid[]) AS id
    UNION ALL SELECT r.part_id, p.depth + 1 FROM parts p JOIN room_parts r ON r.whole_id = p.room WHERE p.depth < 32),
    wholes (room, depth) AS (SELECT room, 0 FROM parts
    UNION ALL SELECT r.whole_id, w.depth + 1 FROM wholes w JOIN room_parts r ON r.part_id = w.room WHERE w.depth < 32)
    INSERT INTO change_counters (subject, changed_at)
    SELECT key, now() FROM (SELECT key FROM unnest((SELECT ARRAY['person:' || @PERSON@, 'room:' || @ROOM@])::text[]) AS key
        UNION SELECT 'room:' || room::text FROM wholes) AS keys ORDER BY key
    ON CONFLICT (subject) DO UPDATE SET counter = change_counters.counter + 1, changed_at = excluded.changed_at;
COMMIT;
SELECT d.*, s.name, s.zone FROM closed_days d LEFT JOIN sites s ON s.id = d.site_id
    WHERE d.to_date >= (@STARTS@)::date AND d.from_date <= (@ENDS@)::date ORDER BY d.from_date, d.to_date, d.id;
SELECT o.booking_id, o.room_id, r.name, r.slug, s.name AS site, o.blocked_from, o.blocked_to
    FROM occupancies o JOIN rooms r ON r.id = o.room_id LEFT JOIN sites s ON s.id = r.site_id
    WHERE o.booking_id = ANY((SELECT ARRAY[@BOOKING@])::uuid[]) AND o.part_of IS NULL ORDER BY o.booking_id, r.name, r.id;
SELECT b.id, coalesce(s.state <> 'draft' AND s.visibility = 'public', false) AS public,
    coalesce(s.state = 'draft' OR s.visibility = 'invited',
        NOT (y.certainty = 'firm' AND y.state IN ('approved', 'invited', 'confirmed', 'arrived')), false) AS closed,
    array_remove(ARRAY[b.for_id, y.host_id], NULL) AS owners, array_remove(ARRAY[b.entered_by, y.entered_by], NULL) AS entered_by,
    ARRAY(SELECT DISTINCT k.person_id FROM occupancies t JOIN room_keepers k ON k.room_id = t.room_id
        WHERE t.booking_id = b.id AND t.part_of IS NULL) AS kept_by, y.id IS NOT NULL AS stay
    FROM unnest((SELECT ARRAY[@BOOKING@])::uuid[]) AS wanted (id)
    CROSS JOIN LATERAL (SELECT * FROM bookings WHERE bookings.id = wanted.id OFFSET 0) b
    LEFT JOIN seminars s ON s.id = b.seminar_id LEFT JOIN stays y ON y.id = b.stay_id;
