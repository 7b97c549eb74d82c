-- Series, seminars, their speakers, answers and followers.

CREATE TABLE series (
    id               uuid        PRIMARY KEY,
    slug             text        NOT NULL CONSTRAINT series_slug_key UNIQUE,
    title            text        NOT NULL CONSTRAINT series_title_given CHECK (title <> ''),
    description      text        NOT NULL DEFAULT '',
    -- The anchor zone: what wall times in this series are meant in.
    zone             text        NOT NULL,
    duration_minutes integer     NOT NULL DEFAULT 60 CONSTRAINT series_duration_bounded CHECK (duration_minutes BETWEEN 1 AND 43200),
    room_id          uuid        CONSTRAINT series_room_fkey REFERENCES rooms,
    visibility       text        NOT NULL DEFAULT 'public'
                                 CONSTRAINT series_visibility_known CHECK (visibility IN ('public', 'members', 'invited')),
    language         text,
    topics           text[]      NOT NULL DEFAULT '{}',
    reminders        integer[]   NOT NULL DEFAULT '{1440,60}',
    state            text        NOT NULL DEFAULT 'running' CONSTRAINT series_state_known CHECK (state IN ('running', 'ended')),
    lock_version     integer     NOT NULL DEFAULT 1,
    created_at       timestamptz NOT NULL,
    modified_at      timestamptz NOT NULL
);
CREATE INDEX series_room ON series (room_id);

CREATE TABLE series_organisers (
    series_id uuid        NOT NULL CONSTRAINT series_organisers_series_fkey REFERENCES series ON DELETE CASCADE,
    person_id uuid        NOT NULL CONSTRAINT series_organisers_person_fkey REFERENCES people,
    since     timestamptz NOT NULL,
    named_by  uuid        CONSTRAINT series_organisers_named_by_fkey REFERENCES people ON DELETE SET NULL,
    PRIMARY KEY (series_id, person_id)
);
CREATE INDEX series_organisers_person ON series_organisers (person_id);
CREATE INDEX series_organisers_named_by ON series_organisers (named_by);

CREATE TABLE subscriptions (
    series_id  uuid        NOT NULL CONSTRAINT subscriptions_series_fkey REFERENCES series ON DELETE CASCADE,
    person_id  uuid        NOT NULL CONSTRAINT subscriptions_person_fkey REFERENCES people ON DELETE CASCADE,
    -- None: as the series has it, after a yes. Minutes before: asked for, whatever the answer, unless it is no.
    reminders  integer[],
    digest     text        CONSTRAINT subscriptions_digest_known CHECK (digest IN ('daily', 'weekly')),
    since      timestamptz NOT NULL,
    PRIMARY KEY (series_id, person_id)
);
CREATE INDEX subscriptions_person ON subscriptions (person_id);

CREATE TABLE seminars (
    id               uuid        PRIMARY KEY,
    code             text        NOT NULL CONSTRAINT seminars_code_key UNIQUE,
    uid              text        NOT NULL CONSTRAINT seminars_uid_key UNIQUE,
    series_id        uuid        CONSTRAINT seminars_series_fkey REFERENCES series,
    project_id       uuid        CONSTRAINT seminars_project_fkey REFERENCES projects,
    kind             text        NOT NULL DEFAULT 'seminar' CONSTRAINT seminars_kind_known
                                 CHECK (kind IN ('seminar', 'workshop', 'lecture', 'ceremony', 'tour')),
    -- Empty while it is not known.
    title            text        NOT NULL DEFAULT '',
    abstract_text    text        NOT NULL DEFAULT '',
    -- Whose it is, and who entered it.
    owner_id         uuid        NOT NULL CONSTRAINT seminars_owner_fkey REFERENCES people,
    entered_by       uuid        NOT NULL CONSTRAINT seminars_entered_by_fkey REFERENCES people,
    -- The wall time and zone in which it is meant, and the instants derived from them.
    starts_local     timestamp   NOT NULL,
    zone             text        NOT NULL,
    fold             smallint    CONSTRAINT seminars_fold_known CHECK (fold IN (0, 1)),
    starts_at        timestamptz NOT NULL,
    ends_at          timestamptz NOT NULL,
    -- Effective values; `inherits` names those that follow the series.
    duration_minutes integer     NOT NULL CONSTRAINT seminars_duration_bounded CHECK (duration_minutes BETWEEN 1 AND 43200),
    visibility       text        NOT NULL CONSTRAINT seminars_visibility_known CHECK (visibility IN ('public', 'members', 'invited')),
    language         text,
    topics           text[]      NOT NULL DEFAULT '{}',
    reminders        integer[]   NOT NULL DEFAULT '{}',
    inherits         text[]      NOT NULL DEFAULT '{}' CONSTRAINT seminars_inherits_known CHECK
                                 (inherits <@ '{zone,duration_minutes,room_id,visibility,language,topics,reminders}'),
    -- Where it is instead of, or beside, rooms: {name, address?, url?}.
    place            jsonb       CONSTRAINT seminars_place_named CHECK (place ->> 'name' <> ''),
    join_url         text,
    state            text        NOT NULL CONSTRAINT seminars_state_known
                                 CHECK (state IN ('draft', 'announced', 'postponed', 'cancelled')),
    state_at         timestamptz NOT NULL,
    state_by         uuid        CONSTRAINT seminars_state_by_fkey REFERENCES people ON DELETE SET NULL,
    state_reason     text,
    revision         integer     NOT NULL DEFAULT 1,
    sequence         integer     NOT NULL DEFAULT 0,
    lock_version     integer     NOT NULL DEFAULT 1,
    created_at       timestamptz NOT NULL,
    modified_at      timestamptz NOT NULL,
    CONSTRAINT seminars_end_after_start CHECK (starts_at < ends_at),
    CONSTRAINT seminars_inherits_from_a_series CHECK (series_id IS NOT NULL OR inherits = '{}')
);
CREATE INDEX seminars_series ON seminars (series_id, starts_at);
CREATE INDEX seminars_project ON seminars (project_id);
CREATE INDEX seminars_owner ON seminars (owner_id);
CREATE INDEX seminars_entered_by ON seminars (entered_by);
CREATE INDEX seminars_state_by ON seminars (state_by);
CREATE INDEX seminars_starts ON seminars (starts_at);
CREATE INDEX seminars_topics ON seminars USING gin (topics);

ALTER TABLE bookings ADD COLUMN seminar_id uuid CONSTRAINT bookings_seminar_fkey REFERENCES seminars;
ALTER TABLE bookings ADD CONSTRAINT bookings_serve_one CHECK (seminar_id IS NULL OR stay_id IS NULL);
-- A seminar has one booking in force, which takes all of its rooms.
CREATE UNIQUE INDEX bookings_seminar_key ON bookings (seminar_id) WHERE state IN ('held', 'confirmed');
CREATE INDEX bookings_seminar ON bookings (seminar_id);

-- What people could see of a seminar at each revision, so that old → new can be told.
CREATE TABLE seminar_revisions (
    seminar_id uuid        NOT NULL CONSTRAINT seminar_revisions_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    revision   integer     NOT NULL,
    snapshot   jsonb       NOT NULL,
    at         timestamptz NOT NULL,
    by_id      uuid        CONSTRAINT seminar_revisions_by_fkey REFERENCES people ON DELETE SET NULL,
    PRIMARY KEY (seminar_id, revision)
);
CREATE INDEX seminar_revisions_by ON seminar_revisions (by_id);

CREATE TABLE speakers (
    seminar_id  uuid        NOT NULL CONSTRAINT speakers_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    person_id   uuid        NOT NULL CONSTRAINT speakers_person_fkey REFERENCES people,
    role        text        NOT NULL CONSTRAINT speakers_role_known CHECK (role IN ('speaker', 'panellist', 'moderator', 'host')),
    answer      text        NOT NULL DEFAULT 'asked' CONSTRAINT speakers_answer_known CHECK (answer IN ('asked', 'accepted', 'declined')),
    answered_at timestamptz,
    position    integer     NOT NULL,
    PRIMARY KEY (seminar_id, person_id)
);
CREATE INDEX speakers_person ON speakers (person_id);

-- Who is invited, and what they answered by which channel. A row without `invited_at` answered unasked.
CREATE TABLE attendances (
    seminar_id    uuid        NOT NULL CONSTRAINT attendances_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    person_id     uuid        NOT NULL CONSTRAINT attendances_person_fkey REFERENCES people,
    -- Raised by each invitation; links of an older one stop working.
    invitation_no integer     NOT NULL DEFAULT 0,
    invited_at    timestamptz,
    invited_by    uuid        CONSTRAINT attendances_invited_by_fkey REFERENCES people ON DELETE SET NULL,
    address       text,
    answer        text        CONSTRAINT attendances_answer_known CHECK (answer IN ('yes', 'no', 'maybe', 'waiting')),
    answered_at   timestamptz,
    answered_by   uuid        CONSTRAINT attendances_answered_by_fkey REFERENCES people ON DELETE SET NULL,
    channel       text        CONSTRAINT attendances_channel_known CHECK (channel IN ('page', 'api', 'link', 'calendar')),
    PRIMARY KEY (seminar_id, person_id),
    CONSTRAINT attendances_answer_whole CHECK
        ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (channel IS NULL))
);
CREATE INDEX attendances_person ON attendances (person_id);
CREATE INDEX attendances_invited_by ON attendances (invited_by);
CREATE INDEX attendances_answered_by ON attendances (answered_by);
