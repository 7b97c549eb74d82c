-- Sites, rooms and bookings. That a room is never taken twice is one constraint, `occupancies_room_free`.

CREATE TABLE sites (
    id           uuid        PRIMARY KEY,
    slug         text        NOT NULL CONSTRAINT sites_slug_key UNIQUE,
    name         text        NOT NULL CONSTRAINT sites_name_given CHECK (name <> ''),
    zone         text        NOT NULL,
    address      text,
    lock_version integer     NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL,
    modified_at  timestamptz NOT NULL
);

CREATE TABLE rooms (
    id            uuid        PRIMARY KEY,
    site_id       uuid        CONSTRAINT rooms_site_fkey REFERENCES sites,
    slug          text        NOT NULL CONSTRAINT rooms_slug_key UNIQUE,
    name          text        NOT NULL CONSTRAINT rooms_name_given CHECK (name <> ''),
    kind          text        NOT NULL CONSTRAINT rooms_kind_known
                              CHECK (kind IN ('hall', 'meeting', 'lab', 'desk', 'equipment')),
    -- The zone of its site, or the hub's where it belongs to none.
    zone          text        NOT NULL,
    capacity      integer     CONSTRAINT rooms_capacity_positive CHECK (capacity > 0),
    equipment     text[]      NOT NULL DEFAULT '{}',
    approval      boolean     NOT NULL DEFAULT false,
    setup_minutes integer     NOT NULL DEFAULT 0 CONSTRAINT rooms_setup_bounded CHECK (setup_minutes BETWEEN 0 AND 1440),
    tidy_minutes  integer     NOT NULL DEFAULT 0 CONSTRAINT rooms_tidy_bounded CHECK (tidy_minutes BETWEEN 0 AND 1440),
    state         text        NOT NULL DEFAULT 'open' CONSTRAINT rooms_state_known CHECK (state IN ('open', 'closed')),
    lock_version  integer     NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL,
    modified_at   timestamptz NOT NULL
);
CREATE INDEX rooms_site ON rooms (site_id);

-- A hall that consists of halls: who takes the whole takes the parts.
CREATE TABLE room_parts (
    whole_id uuid NOT NULL CONSTRAINT room_parts_whole_fkey REFERENCES rooms ON DELETE CASCADE,
    part_id  uuid NOT NULL CONSTRAINT room_parts_part_fkey REFERENCES rooms,
    PRIMARY KEY (whole_id, part_id),
    CONSTRAINT room_parts_of_others CHECK (whole_id <> part_id)
);
CREATE INDEX room_parts_part ON room_parts (part_id);

CREATE TABLE room_keepers (
    room_id   uuid        NOT NULL CONSTRAINT room_keepers_room_fkey REFERENCES rooms ON DELETE CASCADE,
    person_id uuid        NOT NULL CONSTRAINT room_keepers_person_fkey REFERENCES people ON DELETE CASCADE,
    since     timestamptz NOT NULL,
    PRIMARY KEY (room_id, person_id)
);
CREATE INDEX room_keepers_person ON room_keepers (person_id);

-- Bookings made by one rule; every date is a booking of its own.
CREATE TABLE runs (
    id           uuid        PRIMARY KEY,
    rule         text        NOT NULL,
    starts_local timestamp   NOT NULL,
    ends_local   timestamp   NOT NULL,
    zone         text        NOT NULL,
    for_id       uuid        NOT NULL CONSTRAINT runs_for_fkey REFERENCES people,
    entered_by   uuid        NOT NULL CONSTRAINT runs_entered_by_fkey REFERENCES people,
    created_at   timestamptz NOT NULL
);
CREATE INDEX runs_for ON runs (for_id);
CREATE INDEX runs_entered_by ON runs (entered_by);

CREATE TABLE bookings (
    id             uuid        PRIMARY KEY,
    code           text        NOT NULL CONSTRAINT bookings_code_key UNIQUE,
    uid            text        NOT NULL CONSTRAINT bookings_uid_key UNIQUE,
    title          text        NOT NULL CONSTRAINT bookings_title_given CHECK (title <> ''),
    note           text        NOT NULL DEFAULT '',
    -- Whose it is, and who entered it.
    for_id         uuid        NOT NULL CONSTRAINT bookings_for_fkey REFERENCES people,
    entered_by     uuid        NOT NULL CONSTRAINT bookings_entered_by_fkey REFERENCES people,
    -- The instants, and the wall times and zone in which they were meant.
    starts_at      timestamptz NOT NULL,
    ends_at        timestamptz NOT NULL,
    starts_local   timestamp   NOT NULL,
    ends_local     timestamp   NOT NULL,
    zone           text        NOT NULL,
    state          text        NOT NULL CONSTRAINT bookings_state_known
                               CHECK (state IN ('held', 'confirmed', 'refused', 'cancelled')),
    state_at       timestamptz NOT NULL,
    state_by       uuid        CONSTRAINT bookings_state_by_fkey REFERENCES people ON DELETE SET NULL,
    state_reason   text,
    run_id         uuid        CONSTRAINT bookings_run_fkey REFERENCES runs,
    original_local timestamp,
    sequence       integer     NOT NULL DEFAULT 0,
    lock_version   integer     NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL,
    modified_at    timestamptz NOT NULL,
    CONSTRAINT bookings_end_after_start CHECK (starts_at < ends_at),
    CONSTRAINT bookings_run_whole CHECK ((run_id IS NULL) = (original_local IS NULL)),
    -- Keeps a date that was taken out of a run from coming back.
    CONSTRAINT bookings_run_date_key UNIQUE (run_id, original_local)
);
CREATE INDEX bookings_for ON bookings (for_id, starts_at);
CREATE INDEX bookings_entered_by ON bookings (entered_by);
CREATE INDEX bookings_state_by ON bookings (state_by);
CREATE INDEX bookings_starts ON bookings (starts_at);

-- Each room that a booking takes, for how long it is blocked: set-up and tidy-up included, half-open.
CREATE TABLE occupancies (
    id           uuid        PRIMARY KEY,
    booking_id   uuid        NOT NULL CONSTRAINT occupancies_booking_fkey REFERENCES bookings ON DELETE CASCADE,
    room_id      uuid        NOT NULL CONSTRAINT occupancies_room_fkey REFERENCES rooms,
    -- The room asked for, where this one is taken only because it is a part of that.
    part_of      uuid        CONSTRAINT occupancies_part_of_fkey REFERENCES rooms,
    blocked_from timestamptz NOT NULL,
    blocked_to   timestamptz NOT NULL,
    state        text        NOT NULL CONSTRAINT occupancies_state_known CHECK (state IN ('held', 'confirmed', 'released')),
    CONSTRAINT occupancies_end_after_start CHECK (blocked_from < blocked_to),
    CONSTRAINT occupancies_booking_room_key UNIQUE (booking_id, room_id) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT occupancies_room_free EXCLUDE USING gist
        (room_id WITH =, tstzrange(blocked_from, blocked_to) WITH &&)
        WHERE (state IN ('held', 'confirmed')) DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX occupancies_room ON occupancies (room_id, blocked_from);
CREATE INDEX occupancies_part_of ON occupancies (part_of);
