-- A row in every table, for the test of the migrations.
INSERT INTO hub VALUES (true, '\x00', now(), '2026a');
INSERT INTO audit_entries (id, at, actor_name, channel, action, subject_kind, subject_id)
    VALUES (gen_random_uuid(), now(), 'sample', 'command', 'made', 'people', gen_random_uuid());
INSERT INTO change_counters VALUES ('hub', 1, now());
INSERT INTO schedules VALUES ('sweep', now());
INSERT INTO institutions (id, slug, name, zone, created_at, modified_at)
    VALUES ('00000000-0000-0000-0000-000000000001', 'sample', 'Sample', 'UTC', now(), now());
INSERT INTO projects (id, slug, name, created_at, modified_at)
    VALUES ('00000000-0000-0000-0000-000000000001', 'sample', 'Sample', now(), now());
INSERT INTO people (id, name, institution_id, created_at, modified_at) VALUES
    ('00000000-0000-0000-0000-000000000001', 'Sample One', '00000000-0000-0000-0000-000000000001', now(), now()),
    ('00000000-0000-0000-0000-000000000002', 'Sample Two', NULL, now(), now());
INSERT INTO addresses (id, person_id, address, purpose, created_at) VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'one@sample.example', 'sign_in', now());
INSERT INTO assistants (person_id, assistant_id, named_at)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002', now());
INSERT INTO roles (person_id, role, granted_at) VALUES ('00000000-0000-0000-0000-000000000001', 'member', now());
INSERT INTO sites (id, slug, name, zone, created_at, modified_at)
    VALUES ('00000000-0000-0000-0000-000000000001', 'sample', 'Sample', 'UTC', now(), now());
INSERT INTO rooms (id, slug, name, kind, zone, created_at, modified_at) VALUES
    ('00000000-0000-0000-0000-000000000001', 'sample', 'Sample', 'hall', 'UTC', now(), now()),
    ('00000000-0000-0000-0000-000000000002', 'part', 'Part', 'hall', 'UTC', now(), now());
INSERT INTO room_parts VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002');
INSERT INTO room_keepers VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', now());
INSERT INTO runs VALUES ('00000000-0000-0000-0000-000000000001', 'FREQ=DAILY;COUNT=1', '2026-12-01 10:00', '2026-12-01 11:00',
    'UTC', '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', now());
INSERT INTO series (id, slug, title, zone, created_at, modified_at)
    VALUES ('00000000-0000-0000-0000-000000000001', 'sample', 'Sample', 'UTC', now(), now());
INSERT INTO series_organisers (series_id, person_id, since)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', now());
INSERT INTO subscriptions (series_id, person_id, since)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', now());
INSERT INTO seminars (id, code, uid, owner_id, entered_by, starts_local, zone, starts_at, ends_at, duration_minutes, visibility,
    state, state_at, created_at, modified_at)
    VALUES ('00000000-0000-0000-0000-000000000001', 'sample', 'sample@sample.example', '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000001', '2026-12-01 10:00', 'UTC', '2026-12-01 10:00Z', '2026-12-01 11:00Z', 60, 'public',
    'announced', now(), now(), now());
INSERT INTO seminar_revisions (seminar_id, revision, snapshot, at)
    VALUES ('00000000-0000-0000-0000-000000000001', 1, '{}', now());
INSERT INTO speakers (seminar_id, person_id, role, position, talk_language)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', 'speaker', 0, 'fr');
INSERT INTO attendances (seminar_id, person_id, answer, answered_at, channel)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002', 'yes', now(), 'page');
INSERT INTO stays (id, code, uid, visitor_id, host_id, entered_by, from_date, to_date, zone, state, state_at, created_at, modified_at)
    VALUES ('00000000-0000-0000-0000-000000000001', 'sample', 'stay@sample.example', '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000002', '2026-12-01', '2026-12-05', 'UTC', 'proposed',
    now(), now(), now());
INSERT INTO stay_steps (id, stay_id, state, at)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'proposed', now());
INSERT INTO stay_revisions (stay_id, revision, snapshot, at) VALUES ('00000000-0000-0000-0000-000000000001', 1, '{}', now());
INSERT INTO zone_spans VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001',
    '2026-12-01', '2026-12-05', 'UTC');
INSERT INTO bookings (id, code, uid, title, for_id, entered_by, starts_at, ends_at, starts_local, ends_local, zone, state, state_at,
    created_at, modified_at, seminar_id)
    VALUES ('00000000-0000-0000-0000-000000000001', 'sample', 'booking@sample.example', 'Sample',
    '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', '2026-12-01 10:00Z', '2026-12-01 11:00Z',
    '2026-12-01 10:00', '2026-12-01 11:00', 'UTC', 'confirmed', now(), now(), now(), '00000000-0000-0000-0000-000000000001');
INSERT INTO occupancies (id, booking_id, room_id, blocked_from, blocked_to, state)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001',
    '2026-12-01 10:00Z', '2026-12-01 11:00Z', 'confirmed');
INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, priority, send_after, not_after, created_at)
    VALUES ('00000000-0000-0000-0000-000000000001', 'invitation', 'queued', 'sample', '00000000-0000-0000-0000-000000000001',
    'one@sample.example', 5, now(), now(), now());
INSERT INTO captured_mails VALUES ('00000000-0000-0000-0000-000000000001', 'Sample', '\x00', now());
INSERT INTO sign_ins (id, person_id, link_hash, created_at, expires_at)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', '\x00', now(), now());
INSERT INTO sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at)
    VALUES (gen_random_uuid(), '\x00', '00000000-0000-0000-0000-000000000001', now(), now(), now());
INSERT INTO api_tokens (id, person_id, name, token_hash, created_at)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'sample', '\x00', now());
INSERT INTO personal_feeds (id, person_id, name, detail, created_at)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'sample', 'full', now());
INSERT INTO feed_polls SELECT id, 'google', now(), now(), 2, 3600, 7200, 1300000, now(), now(), 1300000 FROM personal_feeds;
INSERT INTO limit_buckets VALUES ('sample', 0, now());
INSERT INTO idempotency_keys (scope, key, request_hash, created_at) VALUES ('sample', 'sample', '\x00', now());
INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, priority, send_after, not_after, created_at)
    VALUES ('00000000-0000-0000-0000-000000000002', 'forwarded', 'queued', 'forwarded', '00000000-0000-0000-0000-000000000001',
    'one@sample.example', 2, now(), now(), now());
INSERT INTO inbound_mails (id, digest, state, source, try_after, received_at, answered_at)
    VALUES (gen_random_uuid(), '\x00', 'waiting', '\x00', now(), now(), now());
INSERT INTO suspensions VALUES (gen_random_uuid(), 'one@sample.example', 'bounced', 'sample',
    '00000000-0000-0000-0000-000000000001', now());
INSERT INTO notice_preferences (person_id, preset, wanted, daily, quiet_from, quiet_to, modified_at)
    VALUES ('00000000-0000-0000-0000-000000000001', NULL, '{change,late_feed,reminder}', '{change}', '22:00', '07:00', now());
INSERT INTO stopped_notices VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'reminder',
    '00000000-0000-0000-0000-000000000001', now());
INSERT INTO workers VALUES (gen_random_uuid(), 'sample', 1, 'mail, schedule', now(), now());
INSERT INTO message_faults VALUES ('00000000-0000-0000-0000-000000000001', 1, now(), 'sample');
INSERT INTO audiences (id, series_id, name, address, languages, permission, added_at, state, state_at)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', 'Sample list', 'list@sample.example',
    '{en,ko}', 'Sample One', now(), 'told', now());
INSERT INTO messages (id, kind, state, dedupe_key, audience_id, address, priority, send_after, not_after, created_at)
    VALUES ('00000000-0000-0000-0000-000000000003', 'announcement', 'queued', 'announcement',
    '00000000-0000-0000-0000-000000000001', 'list@sample.example', 8, now(), now(), now());
INSERT INTO confirmations (id, address, language, series_id, state, state_at, asked_at, expires_at)
    VALUES ('00000000-0000-0000-0000-000000000001', 'new@sample.example', 'en', '00000000-0000-0000-0000-000000000001', 'asked',
    now(), now(), now());
INSERT INTO confirmations (id, address, language, seminar_id, name, answer, state, state_at, asked_at, expires_at)
    VALUES ('00000000-0000-0000-0000-000000000002', 'new@sample.example', 'ko', '00000000-0000-0000-0000-000000000001',
    'Sample Two', 'yes', 'asked', now(), now(), now());
INSERT INTO confirmations (id, address, language, source, topic, state, state_at, asked_at, expires_at)
    VALUES ('00000000-0000-0000-0000-000000000003', 'new@sample.example', 'en', 'topic', 'sample', 'asked', now(), now(), now());
INSERT INTO messages (id, kind, state, dedupe_key, confirmation_id, address, priority, send_after, not_after, created_at)
    VALUES ('00000000-0000-0000-0000-000000000004', 'confirmation', 'queued', 'confirmation',
    '00000000-0000-0000-0000-000000000001', 'new@sample.example', 0, now(), now(), now());
INSERT INTO calendar_choices VALUES ('00000000-0000-0000-0000-000000000001', now(), 'feed');
INSERT INTO follows (id, person_id, source, topic, digest, since)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'topic', 'sample', 'weekly', now());
INSERT INTO digests (person_id, rhythm, next_at) VALUES ('00000000-0000-0000-0000-000000000001', 'weekly', now());
INSERT INTO digest_told VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', 1, true);
UPDATE speakers SET asked_by = person_id, asked_at = now(), taken_over_by = person_id, taken_over_at = now(),
    stay_id = '00000000-0000-0000-0000-000000000001', biography = 'Sample', page_version = 2;
INSERT INTO seminar_recordings SELECT id, 'https://video.sample.example/1', now(), owner_id FROM seminars;
INSERT INTO speaker_links SELECT seminar_id, person_id, 1 FROM speakers;
INSERT INTO speaker_notes (seminar_id, person_id, words) SELECT seminar_id, person_id, 'Sample' FROM speakers;
INSERT INTO speaker_consents SELECT seminar_id, person_id, 'record', true, now() FROM speakers;
UPDATE series SET capacity = 40;
INSERT INTO seats (seminar_id, capacity, waited) VALUES ('00000000-0000-0000-0000-000000000001', 1, 1);
INSERT INTO attendances (seminar_id, person_id, answer, answered_at, channel, waiting_no)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', 'waiting', now(), 'telephone', 1);
INSERT INTO check_ins (id, seminar_id, guest, at)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'Sample Guest', now());
INSERT INTO headcounts (id, seminar_id, place, heads, at)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'room', 30, now());
INSERT INTO series_rhythms (series_id, weekday, starts, every_weeks, from_date, to_date, weeks_off, modified_at)
    VALUES ('00000000-0000-0000-0000-000000000001', 4, '16:00', 1, '2026-09-03', '2026-12-10', '{2026-10-05}', now());
INSERT INTO series_institutions (series_id, institution_id, position, since)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', 0, now());
INSERT INTO seminar_items (id, seminar_id, kind, title, starts_local, ends_local, starts_at, ends_at, place)
    SELECT id, id, 'stop', 'Sample', now()::timestamp, now()::timestamp, now(), now() + interval '1 hour', 'Sample garden'
    FROM seminars LIMIT 1;
INSERT INTO item_speakers SELECT i.id, s.seminar_id, s.person_id, 0 FROM speakers s JOIN seminar_items i USING (seminar_id);
INSERT INTO overflow_rooms SELECT s.id, r.id FROM seminars s, rooms r LIMIT 1;
INSERT INTO bookings (id, code, uid, title, for_id, entered_by, starts_at, ends_at, starts_local, ends_local, zone, state, state_at,
    created_at, modified_at, seminar_id, part)
    SELECT gen_random_uuid(), 'programme', 'programme', 'Sample', owner_id, owner_id, starts_at, ends_at, starts_local,
    starts_local, zone, 'held', now(), now(), now(), id, 'programme' FROM seminars LIMIT 1;
INSERT INTO slot_offers (id, seminar_id, person_id, offered_at, ends_at, state, state_at)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000001', now(), now(), 'open', now());
INSERT INTO bookings (id, code, uid, title, for_id, entered_by, starts_at, ends_at, starts_local, ends_local, zone, state, state_at,
    created_at, modified_at, seminar_id, offered)
    VALUES ('00000000-0000-0000-0000-0000000000f1', 'offered', 'offered', 'Sample', '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000001', '2027-01-05 01:00Z', '2027-01-05 02:00Z', '2027-01-05 10:00', '2027-01-05 11:00',
    'Asia/Seoul', 'held', now(), now(), now(), '00000000-0000-0000-0000-000000000001', true);
INSERT INTO offered_slots (id, offer_id, position, starts_at, ends_at, starts_local, zone, duration_minutes, booking_id, state)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', 0, '2027-01-05 01:00Z',
    '2027-01-05 02:00Z', '2027-01-05 10:00', 'Asia/Seoul', 60, '00000000-0000-0000-0000-0000000000f1', 'open');
INSERT INTO lists (id, slug, name_en, visibility, state, state_by, state_at, created_at, modified_at)
    VALUES ('00000000-0000-0000-0000-000000000001', 'sample', 'Sample list', 'public', 'kept', '00000000-0000-0000-0000-000000000001', now(), now(), now());
INSERT INTO list_keepers VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', now());
INSERT INTO list_items (id, list_id, what, topic, since, added_by) VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'topic', 'sample', now(), '00000000-0000-0000-0000-000000000001');
INSERT INTO list_items (id, list_id, what, seminar_id, since) VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'left_out', '00000000-0000-0000-0000-000000000001', now());
INSERT INTO follows (id, person_id, source, list_id, digest, since)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'list', '00000000-0000-0000-0000-000000000001', 'daily', now());
UPDATE series SET join_for = 'yes', join_minutes = 30, join_url = 'https://meet.example/series';
INSERT INTO entrances VALUES ('00000000-0000-0000-0000-000000000001', 'named', 5);
INSERT INTO afterwards SELECT id, ends_at, now(), owner_id FROM seminars;
UPDATE speakers SET no_slides_at = now(), no_slides_by = person_id;
INSERT INTO files (id, purpose, seminar_id, person_id, kind, name, size, sha256, octets, made_at, by_id)
    SELECT gen_random_uuid(), 'slides', seminar_id, person_id, 'pdf', 'sample.pdf', 1, sha256('\x00'), '\x00', now(), person_id
    FROM speakers;
INSERT INTO files (id, purpose, seminar_id, kind, note, size, sha256, octets, made_at)
    VALUES (gen_random_uuid(), 'evidence', '00000000-0000-0000-0000-000000000001', 'png', 'Sample', 1, sha256('\x00'), '\x00', now());
INSERT INTO speaker_consents SELECT seminar_id, person_id, 'portrait', true, now() FROM speakers;
UPDATE people SET title = 'Prof.', salutation = 'Dear Professor Sample' WHERE id = '00000000-0000-0000-0000-000000000001';
INSERT INTO addresses (id, person_id, address, purpose, created_at, office)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'office@sample.example', 'contact', now(), 'Sample Office');
INSERT INTO reply_terms (seminar_id, reply_by, remind_days, companions, companion_names, modified_at)
    VALUES ('00000000-0000-0000-0000-000000000001', '2026-12-01', 3, 2, true, now());
UPDATE attendances SET companions = 1, companion_names = '{Sample Companion}' WHERE answer = 'waiting';
UPDATE attendances SET moved_up_at = now() WHERE answer = 'yes';
UPDATE personal_feeds SET renewed_at = now();
UPDATE check_ins SET companions = 1;
INSERT INTO questions (id, seminar_id, position, kind, words_en, choices_en)
    VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', 1, 'one', 'Sample?', '{This,That}');
INSERT INTO question_answers VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001', '{1}', now());
INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, priority, send_after, not_after, created_at)
    VALUES ('00000000-0000-0000-0000-000000000005', 'reply_wanted', 'queued', 'reply_wanted', '00000000-0000-0000-0000-000000000001',
    'one@sample.example', 5, now(), now(), now());
INSERT INTO seminar_texts SELECT id, 'ko', '표본', 'Sample' FROM seminars;
INSERT INTO closed_days (id, site_id, from_date, to_date, name_en, entered_by, created_at, modified_at)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', '2026-09-24', '2026-09-26', 'Sample days',
    '00000000-0000-0000-0000-000000000001', now(), now());
INSERT INTO seminars (id, code, uid, owner_id, entered_by, starts_local, zone, starts_at, ends_at, duration_minutes, visibility,
    state, state_at, created_at, modified_at)
    SELECT '00000000-0000-0000-0000-0000000000e1', 'in-place', 'in-place@sample.example', owner_id, entered_by, starts_local, zone,
    starts_at, ends_at, duration_minutes, visibility, state, state_at, created_at, modified_at FROM seminars LIMIT 1;
UPDATE seminars SET series_id = '00000000-0000-0000-0000-000000000001', inherits = '{join_url}',
    join_url = 'https://meet.example/series' WHERE code = 'in-place';
INSERT INTO replacements SELECT '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-0000000000e1', now(), owner_id
    FROM seminars LIMIT 1;

-- What a guest says of themselves.
INSERT INTO addresses (id, person_id, address, purpose, created_at, claimed)
VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'claimed@sample.example', 'contact', now(), true);
