//! The tables as the migrations make them. Printed from a migrated database by the test `schema_is_current`;
//! run it with `MARU_BLESS=1` after a new migration.

diesel::table! {
    addresses (id) {
        id -> Uuid,
        person_id -> Uuid,
        address -> Text,
        purpose -> Text,
        created_at -> Timestamptz,
        confirmed_at -> Nullable<Timestamptz>,
        office -> Nullable<Text>,
        claimed -> Bool,
    }
}

diesel::table! {
    afterwards (seminar_id) {
        seminar_id -> Uuid,
        made_for -> Nullable<Timestamptz>,
        no_recording_at -> Nullable<Timestamptz>,
        no_recording_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> Uuid,
        person_id -> Uuid,
        name -> Text,
        token_hash -> Bytea,
        created_at -> Timestamptz,
        last_used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    assistants (person_id, assistant_id) {
        person_id -> Uuid,
        assistant_id -> Uuid,
        named_at -> Timestamptz,
        named_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    attendances (seminar_id, person_id) {
        seminar_id -> Uuid,
        person_id -> Uuid,
        invitation_no -> Int4,
        invited_at -> Nullable<Timestamptz>,
        invited_by -> Nullable<Uuid>,
        address -> Nullable<Text>,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamptz>,
        answered_by -> Nullable<Uuid>,
        channel -> Nullable<Text>,
        reply_sequence -> Nullable<Int4>,
        reply_stamp -> Nullable<Timestamptz>,
        unverified -> Bool,
        waiting_no -> Nullable<Int4>,
        companions -> Int4,
        companion_names -> Array<Text>,
        moved_up_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    audiences (id) {
        id -> Uuid,
        series_id -> Nullable<Uuid>,
        seminar_id -> Nullable<Uuid>,
        name -> Text,
        address -> Text,
        languages -> Array<Text>,
        zone -> Nullable<Text>,
        permission -> Text,
        added_by -> Nullable<Uuid>,
        added_at -> Timestamptz,
        state -> Text,
        state_by -> Nullable<Uuid>,
        state_at -> Timestamptz,
    }
}

diesel::table! {
    audit_entries (id) {
        id -> Uuid,
        at -> Timestamptz,
        actor_id -> Nullable<Uuid>,
        actor_name -> Text,
        channel -> Text,
        origin -> Nullable<Text>,
        action -> Text,
        subject_kind -> Text,
        subject_id -> Uuid,
        before -> Nullable<Jsonb>,
        after -> Nullable<Jsonb>,
    }
}

diesel::table! {
    bookings (id) {
        id -> Uuid,
        code -> Text,
        uid -> Text,
        title -> Text,
        note -> Text,
        for_id -> Uuid,
        entered_by -> Uuid,
        starts_at -> Timestamptz,
        ends_at -> Timestamptz,
        starts_local -> Timestamp,
        ends_local -> Timestamp,
        zone -> Text,
        state -> Text,
        state_at -> Timestamptz,
        state_by -> Nullable<Uuid>,
        state_reason -> Nullable<Text>,
        run_id -> Nullable<Uuid>,
        original_local -> Nullable<Timestamp>,
        sequence -> Int4,
        lock_version -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        stay_id -> Nullable<Uuid>,
        seminar_id -> Nullable<Uuid>,
        offered -> Bool,
        part -> Text,
    }
}

diesel::table! {
    calendar_choices (person_id, since) {
        person_id -> Uuid,
        since -> Timestamptz,
        choice -> Text,
    }
}

diesel::table! {
    captured_mails (message_id) {
        message_id -> Uuid,
        subject -> Text,
        source -> Bytea,
        captured_at -> Timestamptz,
    }
}

diesel::table! {
    change_counters (subject) {
        subject -> Text,
        counter -> Int8,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    check_ins (id) {
        id -> Uuid,
        seminar_id -> Uuid,
        person_id -> Nullable<Uuid>,
        guest -> Nullable<Text>,
        at -> Timestamptz,
        by_id -> Nullable<Uuid>,
        companions -> Int4,
    }
}

diesel::table! {
    closed_days (id) {
        id -> Uuid,
        site_id -> Nullable<Uuid>,
        from_date -> Date,
        to_date -> Date,
        name_en -> Text,
        name_ko -> Text,
        entered_by -> Nullable<Uuid>,
        lock_version -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
    }
}

diesel::table! {
    confirmations (id) {
        id -> Uuid,
        address -> Text,
        language -> Text,
        series_id -> Nullable<Uuid>,
        person_id -> Nullable<Uuid>,
        asked_by -> Nullable<Uuid>,
        reminders -> Nullable<Array<Text>>,
        digest -> Nullable<Text>,
        generation -> Int4,
        state -> Text,
        state_at -> Timestamptz,
        asked_at -> Timestamptz,
        expires_at -> Timestamptz,
        seminar_id -> Nullable<Uuid>,
        name -> Nullable<Text>,
        answer -> Nullable<Text>,
        source -> Nullable<Text>,
        topic -> Nullable<Text>,
        list_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    digest_told (message_id, seminar_id) {
        message_id -> Uuid,
        seminar_id -> Uuid,
        revision -> Int4,
        covered -> Bool,
    }
}

diesel::table! {
    digests (person_id, rhythm) {
        person_id -> Uuid,
        rhythm -> Text,
        weekday -> Int2,
        hour -> Int2,
        even_nothing -> Bool,
        next_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    entrances (seminar_id) {
        seminar_id -> Uuid,
        join_for -> Text,
        join_minutes -> Int4,
    }
}

diesel::table! {
    feed_polls (feed_id, client) {
        feed_id -> Uuid,
        client -> Text,
        first_at -> Timestamptz,
        last_at -> Timestamptz,
        polls -> Int8,
        gap_seconds -> Nullable<Int8>,
        longest_gap_seconds -> Nullable<Int8>,
        octets -> Nullable<Int8>,
        seminars_at -> Nullable<Timestamptz>,
        told_at -> Nullable<Timestamptz>,
        told_octets -> Nullable<Int8>,
    }
}

diesel::table! {
    files (id) {
        id -> Uuid,
        purpose -> Text,
        seminar_id -> Uuid,
        person_id -> Nullable<Uuid>,
        kind -> Text,
        name -> Text,
        note -> Text,
        size -> Int4,
        sha256 -> Bytea,
        octets -> Bytea,
        made_at -> Timestamptz,
        by_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    follows (id) {
        id -> Uuid,
        person_id -> Uuid,
        source -> Text,
        topic -> Nullable<Text>,
        digest -> Text,
        since -> Timestamptz,
        list_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    headcounts (id) {
        id -> Uuid,
        seminar_id -> Uuid,
        place -> Text,
        heads -> Int4,
        at -> Timestamptz,
        by_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    hub (only_one) {
        only_one -> Bool,
        key_check -> Bytea,
        created_at -> Timestamptz,
        zone_rules -> Nullable<Text>,
    }
}

diesel::table! {
    idempotency_keys (scope, key) {
        scope -> Text,
        key -> Text,
        request_hash -> Bytea,
        status -> Nullable<Int2>,
        location -> Nullable<Text>,
        body -> Nullable<Bytea>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    inbound_mails (id) {
        id -> Uuid,
        digest -> Bytea,
        state -> Text,
        source -> Bytea,
        outcome -> Nullable<Text>,
        attempts -> Int4,
        try_after -> Timestamptz,
        received_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        came_by -> Nullable<Text>,
        answered_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    institutions (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        country -> Nullable<Text>,
        city -> Nullable<Text>,
        zone -> Text,
        kind -> Text,
        sector -> Nullable<Text>,
        ror -> Nullable<Text>,
        lock_version -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
    }
}

diesel::table! {
    item_speakers (item_id, person_id) {
        item_id -> Uuid,
        seminar_id -> Uuid,
        person_id -> Uuid,
        position -> Int4,
    }
}

diesel::table! {
    limit_buckets (key) {
        key -> Text,
        level -> Float8,
        filled_at -> Timestamptz,
    }
}

diesel::table! {
    list_items (id) {
        id -> Uuid,
        list_id -> Uuid,
        what -> Text,
        topic -> Nullable<Text>,
        series_id -> Nullable<Uuid>,
        institution_id -> Nullable<Uuid>,
        person_id -> Nullable<Uuid>,
        seminar_id -> Nullable<Uuid>,
        since -> Timestamptz,
        added_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    list_keepers (list_id, person_id) {
        list_id -> Uuid,
        person_id -> Uuid,
        since -> Timestamptz,
    }
}

diesel::table! {
    lists (id) {
        id -> Uuid,
        slug -> Text,
        name_en -> Text,
        name_ko -> Text,
        description_en -> Text,
        description_ko -> Text,
        visibility -> Text,
        state -> Text,
        state_by -> Nullable<Uuid>,
        state_at -> Timestamptz,
        lock_version -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
    }
}

diesel::table! {
    message_faults (message_id, at, attempt) {
        message_id -> Uuid,
        attempt -> Int4,
        at -> Timestamptz,
        error -> Text,
    }
}

diesel::table! {
    messages (id) {
        id -> Uuid,
        kind -> Text,
        state -> Text,
        dedupe_key -> Text,
        person_id -> Nullable<Uuid>,
        address -> Text,
        seminar_id -> Nullable<Uuid>,
        stay_id -> Nullable<Uuid>,
        booking_id -> Nullable<Uuid>,
        revision -> Nullable<Int4>,
        from_revision -> Nullable<Int4>,
        sequence -> Nullable<Int4>,
        payload -> Jsonb,
        caused_by -> Nullable<Uuid>,
        priority -> Int2,
        send_after -> Timestamptz,
        not_after -> Timestamptz,
        attempts -> Int4,
        leased_by -> Nullable<Text>,
        leased_until -> Nullable<Timestamptz>,
        sent_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        error -> Nullable<Text>,
        created_at -> Timestamptz,
        audience_id -> Nullable<Uuid>,
        confirmation_id -> Nullable<Uuid>,
        failed -> Bool,
        told_in -> Nullable<Uuid>,
    }
}

diesel::table! {
    notice_preferences (person_id) {
        person_id -> Uuid,
        preset -> Nullable<Text>,
        wanted -> Nullable<Array<Text>>,
        quiet_from -> Nullable<Time>,
        quiet_to -> Nullable<Time>,
        generation -> Int4,
        modified_at -> Timestamptz,
        daily -> Array<Text>,
    }
}

diesel::table! {
    occupancies (id) {
        id -> Uuid,
        booking_id -> Uuid,
        room_id -> Uuid,
        part_of -> Nullable<Uuid>,
        blocked_from -> Timestamptz,
        blocked_to -> Timestamptz,
        state -> Text,
    }
}

diesel::table! {
    offered_slots (id) {
        id -> Uuid,
        offer_id -> Uuid,
        position -> Int4,
        starts_at -> Timestamptz,
        ends_at -> Timestamptz,
        starts_local -> Timestamp,
        zone -> Text,
        fold -> Nullable<Int2>,
        duration_minutes -> Int4,
        booking_id -> Nullable<Uuid>,
        own -> Bool,
        state -> Text,
        overflow -> Array<Uuid>,
    }
}

diesel::table! {
    overflow_rooms (seminar_id, room_id) {
        seminar_id -> Uuid,
        room_id -> Uuid,
    }
}

diesel::table! {
    people (id) {
        id -> Uuid,
        name -> Nullable<Text>,
        institution_id -> Nullable<Uuid>,
        zone -> Nullable<Text>,
        language -> Nullable<Text>,
        orcid -> Nullable<Text>,
        lock_version -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        title -> Text,
        salutation -> Text,
    }
}

diesel::table! {
    personal_feeds (id) {
        id -> Uuid,
        person_id -> Uuid,
        name -> Text,
        detail -> Text,
        generation -> Int4,
        created_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
        renewed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    projects (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        description -> Text,
        lock_version -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
    }
}

diesel::table! {
    question_answers (question_id, person_id) {
        question_id -> Uuid,
        person_id -> Uuid,
        said -> Array<Text>,
        at -> Timestamptz,
    }
}

diesel::table! {
    questions (id) {
        id -> Uuid,
        seminar_id -> Uuid,
        position -> Int4,
        kind -> Text,
        words_en -> Text,
        words_ko -> Text,
        purpose_en -> Text,
        purpose_ko -> Text,
        choices_en -> Array<Text>,
        choices_ko -> Array<Text>,
        required -> Bool,
    }
}

diesel::table! {
    replacements (seminar_id) {
        seminar_id -> Uuid,
        by_id -> Uuid,
        said_at -> Timestamptz,
        said_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    reply_terms (seminar_id) {
        seminar_id -> Uuid,
        reply_by -> Nullable<Date>,
        late -> Text,
        remind_days -> Nullable<Int4>,
        companions -> Int4,
        companion_names -> Bool,
        modified_at -> Timestamptz,
    }
}

diesel::table! {
    roles (person_id, role) {
        person_id -> Uuid,
        role -> Text,
        granted_at -> Timestamptz,
        granted_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    room_keepers (room_id, person_id) {
        room_id -> Uuid,
        person_id -> Uuid,
        since -> Timestamptz,
    }
}

diesel::table! {
    room_parts (whole_id, part_id) {
        whole_id -> Uuid,
        part_id -> Uuid,
    }
}

diesel::table! {
    rooms (id) {
        id -> Uuid,
        site_id -> Nullable<Uuid>,
        slug -> Text,
        name -> Text,
        kind -> Text,
        zone -> Text,
        capacity -> Nullable<Int4>,
        equipment -> Array<Text>,
        approval -> Bool,
        setup_minutes -> Int4,
        tidy_minutes -> Int4,
        state -> Text,
        lock_version -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
    }
}

diesel::table! {
    runs (id) {
        id -> Uuid,
        rule -> Text,
        starts_local -> Timestamp,
        ends_local -> Timestamp,
        zone -> Text,
        for_id -> Uuid,
        entered_by -> Uuid,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    schedules (name) {
        name -> Text,
        due_at -> Timestamptz,
        leased_by -> Nullable<Text>,
        leased_until -> Nullable<Timestamptz>,
        last_run_at -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    seats (seminar_id) {
        seminar_id -> Uuid,
        capacity -> Nullable<Int4>,
        waited -> Int4,
    }
}

diesel::table! {
    seminar_items (id) {
        id -> Uuid,
        seminar_id -> Uuid,
        kind -> Text,
        title -> Text,
        abstract_text -> Text,
        starts_local -> Timestamp,
        ends_local -> Timestamp,
        fold -> Nullable<Int2>,
        starts_at -> Timestamptz,
        ends_at -> Timestamptz,
        room_id -> Nullable<Uuid>,
        place -> Nullable<Text>,
    }
}

diesel::table! {
    seminar_recordings (seminar_id) {
        seminar_id -> Uuid,
        url -> Text,
        at -> Timestamptz,
        by_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    seminar_revisions (seminar_id, revision) {
        seminar_id -> Uuid,
        revision -> Int4,
        snapshot -> Jsonb,
        at -> Timestamptz,
        by_id -> Nullable<Uuid>,
        silent -> Bool,
    }
}

diesel::table! {
    seminar_texts (seminar_id, language) {
        seminar_id -> Uuid,
        language -> Text,
        title -> Text,
        abstract_text -> Text,
    }
}

diesel::table! {
    seminar_words (seminar_id) {
        seminar_id -> Uuid,
        words -> Text,
    }
}

diesel::table! {
    seminars (id) {
        id -> Uuid,
        code -> Text,
        uid -> Text,
        series_id -> Nullable<Uuid>,
        project_id -> Nullable<Uuid>,
        kind -> Text,
        title -> Text,
        abstract_text -> Text,
        owner_id -> Uuid,
        entered_by -> Uuid,
        starts_local -> Timestamp,
        zone -> Text,
        fold -> Nullable<Int2>,
        starts_at -> Timestamptz,
        ends_at -> Timestamptz,
        duration_minutes -> Int4,
        visibility -> Text,
        language -> Nullable<Text>,
        topics -> Array<Text>,
        reminders -> Array<Text>,
        inherits -> Array<Text>,
        place -> Nullable<Jsonb>,
        join_url -> Nullable<Text>,
        state -> Text,
        state_at -> Timestamptz,
        state_by -> Nullable<Uuid>,
        state_reason -> Nullable<Text>,
        revision -> Int4,
        sequence -> Int4,
        lock_version -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
    }
}

diesel::table! {
    series (id) {
        id -> Uuid,
        slug -> Text,
        title -> Text,
        description -> Text,
        zone -> Text,
        duration_minutes -> Int4,
        room_id -> Nullable<Uuid>,
        visibility -> Text,
        language -> Nullable<Text>,
        topics -> Array<Text>,
        reminders -> Array<Text>,
        state -> Text,
        lock_version -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
        capacity -> Nullable<Int4>,
        colour -> Text,
        join_for -> Text,
        join_minutes -> Int4,
        join_url -> Nullable<Text>,
    }
}

diesel::table! {
    series_institutions (series_id, institution_id) {
        series_id -> Uuid,
        institution_id -> Uuid,
        position -> Int4,
        since -> Timestamptz,
    }
}

diesel::table! {
    series_organisers (series_id, person_id) {
        series_id -> Uuid,
        person_id -> Uuid,
        since -> Timestamptz,
        named_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    series_rhythms (series_id) {
        series_id -> Uuid,
        weekday -> Int2,
        starts -> Time,
        every_weeks -> Int2,
        from_date -> Date,
        to_date -> Date,
        weeks_off -> Array<Date>,
        modified_at -> Timestamptz,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        token_hash -> Bytea,
        person_id -> Uuid,
        client -> Text,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    sign_ins (id) {
        id -> Uuid,
        person_id -> Uuid,
        link_hash -> Bytea,
        code_hash -> Nullable<Bytea>,
        attempts -> Int4,
        next_path -> Nullable<Text>,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    sites (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        zone -> Text,
        address -> Nullable<Text>,
        lock_version -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
    }
}

diesel::table! {
    slot_offers (id) {
        id -> Uuid,
        seminar_id -> Uuid,
        person_id -> Uuid,
        offered_at -> Timestamptz,
        offered_by -> Nullable<Uuid>,
        ends_at -> Timestamptz,
        state -> Text,
        state_at -> Timestamptz,
        state_by -> Nullable<Uuid>,
        words -> Text,
        words_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    speaker_consents (seminar_id, person_id, purpose) {
        seminar_id -> Uuid,
        person_id -> Uuid,
        purpose -> Text,
        given -> Nullable<Bool>,
        at -> Timestamptz,
        said_by -> Text,
        taken_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    speaker_links (seminar_id, person_id) {
        seminar_id -> Uuid,
        person_id -> Uuid,
        link_no -> Int4,
    }
}

diesel::table! {
    speaker_notes (seminar_id, person_id) {
        seminar_id -> Uuid,
        person_id -> Uuid,
        words -> Text,
        equipment -> Text,
        arrival -> Text,
        dietary -> Text,
        phone -> Text,
    }
}

diesel::table! {
    speakers (seminar_id, person_id) {
        seminar_id -> Uuid,
        person_id -> Uuid,
        role -> Text,
        answer -> Text,
        answered_at -> Nullable<Timestamptz>,
        position -> Int4,
        reply_sequence -> Nullable<Int4>,
        reply_stamp -> Nullable<Timestamptz>,
        unverified -> Bool,
        link_no -> Int4,
        asked_at -> Nullable<Timestamptz>,
        asked_by -> Nullable<Uuid>,
        taken_over_at -> Nullable<Timestamptz>,
        taken_over_by -> Nullable<Uuid>,
        talk_title -> Text,
        talk_abstract -> Text,
        biography -> Text,
        affiliation -> Text,
        ror -> Nullable<Text>,
        slides_url -> Nullable<Text>,
        in_person -> Nullable<Bool>,
        rehearsal_at -> Nullable<Timestamptz>,
        stay_id -> Nullable<Uuid>,
        page_version -> Int4,
        page_at -> Nullable<Timestamptz>,
        no_slides_at -> Nullable<Timestamptz>,
        no_slides_by -> Nullable<Uuid>,
        talk_language -> Nullable<Text>,
        entered_at -> Nullable<Timestamptz>,
        entered_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    stay_revisions (stay_id, revision) {
        stay_id -> Uuid,
        revision -> Int4,
        snapshot -> Jsonb,
        at -> Timestamptz,
        by_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    stay_steps (id) {
        id -> Uuid,
        stay_id -> Uuid,
        state -> Text,
        at -> Timestamptz,
        by_id -> Nullable<Uuid>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    stays (id) {
        id -> Uuid,
        code -> Text,
        uid -> Text,
        visitor_id -> Uuid,
        host_id -> Uuid,
        entered_by -> Uuid,
        site_id -> Nullable<Uuid>,
        project_id -> Nullable<Uuid>,
        from_date -> Date,
        to_date -> Date,
        zone -> Text,
        purpose -> Text,
        topics -> Array<Text>,
        certainty -> Text,
        state -> Text,
        state_at -> Timestamptz,
        state_by -> Nullable<Uuid>,
        state_reason -> Nullable<Text>,
        revision -> Int4,
        sequence -> Int4,
        lock_version -> Int4,
        created_at -> Timestamptz,
        modified_at -> Timestamptz,
    }
}

diesel::table! {
    stopped_notices (id) {
        id -> Uuid,
        person_id -> Uuid,
        notice -> Text,
        series_id -> Nullable<Uuid>,
        since -> Timestamptz,
    }
}

diesel::table! {
    subscriptions (series_id, person_id) {
        series_id -> Uuid,
        person_id -> Uuid,
        reminders -> Nullable<Array<Text>>,
        digest -> Nullable<Text>,
        since -> Timestamptz,
    }
}

diesel::table! {
    suspensions (id) {
        id -> Uuid,
        address -> Text,
        reason -> Text,
        detail -> Text,
        message_id -> Nullable<Uuid>,
        since -> Timestamptz,
    }
}

diesel::table! {
    workers (id) {
        id -> Uuid,
        host -> Text,
        process -> Int8,
        does -> Text,
        started_at -> Timestamptz,
        seen_at -> Timestamptz,
    }
}

diesel::table! {
    zone_spans (person_id, stay_id) {
        person_id -> Uuid,
        stay_id -> Uuid,
        from_date -> Date,
        to_date -> Date,
        zone -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    addresses,
    afterwards,
    api_tokens,
    assistants,
    attendances,
    audiences,
    audit_entries,
    bookings,
    calendar_choices,
    captured_mails,
    change_counters,
    check_ins,
    closed_days,
    confirmations,
    digest_told,
    digests,
    entrances,
    feed_polls,
    files,
    follows,
    headcounts,
    hub,
    idempotency_keys,
    inbound_mails,
    institutions,
    item_speakers,
    limit_buckets,
    list_items,
    list_keepers,
    lists,
    message_faults,
    messages,
    notice_preferences,
    occupancies,
    offered_slots,
    overflow_rooms,
    people,
    personal_feeds,
    projects,
    question_answers,
    questions,
    replacements,
    reply_terms,
    roles,
    room_keepers,
    room_parts,
    rooms,
    runs,
    schedules,
    seats,
    seminar_items,
    seminar_recordings,
    seminar_revisions,
    seminar_texts,
    seminar_words,
    seminars,
    series,
    series_institutions,
    series_organisers,
    series_rhythms,
    sessions,
    sign_ins,
    sites,
    slot_offers,
    speaker_consents,
    speaker_links,
    speaker_notes,
    speakers,
    stay_revisions,
    stay_steps,
    stays,
    stopped_notices,
    subscriptions,
    suspensions,
    workers,
    zone_spans,
);
