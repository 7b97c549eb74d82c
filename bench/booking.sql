-- What Maru asks of PostgreSQL for one booking by the API, statement by statement: who has the token, the booking
-- with its room, audit entry and counters in one transaction, and what is answered.
\set n :n + 1
\set each (:n + :client_id) % 8 + 1
\set slot :round * 1000000 + :n * 8 + :client_id
SELECT gen_random_uuid() AS booking, timestamptz '2030-01-01 00:00Z' + interval '30 minutes' * :slot AS starts,
    timestamptz '2030-01-01 00:30Z' + interval '30 minutes' * :slot AS ends, ('@ROOMS@'::text[])[:each] AS room,
    ('@PEOPLE@'::text[])[:each] AS person, ('@HASHES@'::text[])[:each] AS hash
\gset
SELECT t.id AS token_id, t.person_id, t.last_used_at,
    p.name, p.language, p.zone, (SELECT a.address FROM addresses a WHERE a.person_id = p.id
        ORDER BY a.purpose = 'sign_in' DESC, a.created_at, a.id LIMIT 1) AS address,
    ARRAY(SELECT r.role FROM roles r WHERE r.person_id = p.id) AS roles,
    EXISTS (SELECT FROM institutions i WHERE i.id = p.institution_id AND i.kind = 'member') AS of_a_member,
    ARRAY(SELECT s.person_id FROM assistants s WHERE s.assistant_id = p.id ORDER BY 1) AS acts_for
    FROM api_tokens t JOIN people p ON p.id = t.person_id WHERE t.token_hash = :hash::bytea AND t.revoked_at IS NULL;
BEGIN;
WITH RECURSIVE parts (whole, room) AS (
    SELECT id, id FROM unnest(ARRAY[:room::uuid]) AS id
    UNION SELECT p.whole, r.part_id FROM parts p JOIN room_parts r ON r.whole_id = p.room)
    SELECT whole, room FROM parts ORDER BY room;
SELECT * FROM rooms WHERE id = ANY(ARRAY[:room::uuid]) ORDER BY id FOR NO KEY UPDATE;
SELECT DISTINCT room_id FROM room_keepers WHERE person_id = ANY(ARRAY[:person::uuid]) AND room_id = ANY(ARRAY[:room::uuid]);
INSERT INTO bookings (id, code, uid, title, note, for_id, entered_by, starts_at, ends_at, starts_local, ends_local, zone, state,
        state_at, state_by, created_at, modified_at)
    VALUES (:booking::uuid, substr(md5(:booking::text), 1, 8), :booking::text || '@127.0.0.1', 'Group meeting', '', :person::uuid,
        :person::uuid, :starts::timestamptz, :ends::timestamptz, :starts::timestamptz::timestamp, :ends::timestamptz::timestamp,
        'Asia/Seoul', 'confirmed', now(), :person::uuid, now(), now()) RETURNING *;
SAVEPOINT diesel_savepoint_1;
INSERT INTO occupancies (id, booking_id, room_id, part_of, blocked_from, blocked_to, state)
    SELECT id, booking_id, room_id, part_of, blocked_from, blocked_to, 'confirmed'
    FROM unnest(ARRAY[gen_random_uuid()], ARRAY[:booking::uuid], ARRAY[:room::uuid], ARRAY[NULL::uuid], ARRAY[:starts::timestamptz],
        ARRAY[:ends::timestamptz]) AS t (id, booking_id, room_id, part_of, blocked_from, blocked_to);
RELEASE SAVEPOINT diesel_savepoint_1;
INSERT INTO audit_entries (id, at, actor_id, actor_name, channel, origin, action, subject_kind, subject_id, before, after)
    VALUES (gen_random_uuid(), now(), :person::uuid, 'member@hub.example', 'api', '127.0.0.1', 'booked', 'bookings',
        :booking::uuid, NULL, jsonb_build_object('rooms', ARRAY[:room::text], 'state', 'confirmed', 'title', 'Group meeting',
            'for_id', :person::text, 'starts_at', :starts::text, 'ends_at', :ends::text));
INSERT INTO change_counters (subject, changed_at)
    SELECT key, now() FROM unnest(ARRAY['person:' || :person::text, 'room:' || :room::text]) AS key ORDER BY key
    ON CONFLICT (subject) DO UPDATE SET counter = change_counters.counter + 1, changed_at = excluded.changed_at;
COMMIT;
SELECT o.booking_id, o.room_id, r.name, r.slug, s.name AS site, o.blocked_from, o.blocked_to
    FROM occupancies o JOIN rooms r ON r.id = o.room_id LEFT JOIN sites s ON s.id = r.site_id
    WHERE o.booking_id = ANY(ARRAY[:booking::uuid]) AND o.part_of IS NULL ORDER BY o.booking_id, r.name, r.id;
SELECT b.id, coalesce(s.state <> 'draft' AND s.visibility = 'public', false) AS public,
    coalesce(s.state = 'draft' OR s.visibility = 'invited',
        NOT (y.certainty = 'firm' AND y.state IN ('approved', 'invited', 'confirmed', 'arrived')), false) AS closed,
    array_remove(ARRAY[b.for_id, y.host_id], NULL) AS owners, array_remove(ARRAY[b.entered_by, y.entered_by], NULL) AS entered_by,
    ARRAY(SELECT DISTINCT k.person_id FROM occupancies t JOIN room_keepers k ON k.room_id = t.room_id
        WHERE t.booking_id = b.id AND t.part_of IS NULL) AS kept_by, y.id IS NOT NULL AS stay
    FROM bookings b LEFT JOIN seminars s ON s.id = b.seminar_id LEFT JOIN stays y ON y.id = b.stay_id
    WHERE b.id = ANY(ARRAY[:booking::uuid]);
