-- Visiting stays, and the zones in which people are while they last.

CREATE TABLE stays (
    id           uuid        PRIMARY KEY,
    code         text        NOT NULL CONSTRAINT stays_code_key UNIQUE,
    uid          text        NOT NULL CONSTRAINT stays_uid_key UNIQUE,
    visitor_id   uuid        NOT NULL CONSTRAINT stays_visitor_fkey REFERENCES people,
    host_id      uuid        NOT NULL CONSTRAINT stays_host_fkey REFERENCES people,
    entered_by   uuid        NOT NULL CONSTRAINT stays_entered_by_fkey REFERENCES people,
    site_id      uuid        CONSTRAINT stays_site_fkey REFERENCES sites,
    project_id   uuid        CONSTRAINT stays_project_fkey REFERENCES projects,
    -- Dates in the site's zone, both inclusive.
    from_date    date        NOT NULL,
    to_date      date        NOT NULL,
    zone         text        NOT NULL,
    purpose      text        NOT NULL DEFAULT '',
    topics       text[]      NOT NULL DEFAULT '{}',
    certainty    text        NOT NULL DEFAULT 'firm' CONSTRAINT stays_certainty_known CHECK (certainty IN ('firm', 'tentative')),
    state        text        NOT NULL CONSTRAINT stays_state_known CHECK (state IN
                             ('proposed', 'approved', 'refused', 'invited', 'confirmed', 'arrived', 'departed', 'cancelled', 'no_show')),
    state_at     timestamptz NOT NULL,
    state_by     uuid        CONSTRAINT stays_state_by_fkey REFERENCES people ON DELETE SET NULL,
    state_reason text,
    revision     integer     NOT NULL DEFAULT 1,
    sequence     integer     NOT NULL DEFAULT 0,
    lock_version integer     NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL,
    modified_at  timestamptz NOT NULL,
    CONSTRAINT stays_end_not_before_start CHECK (from_date <= to_date),
    CONSTRAINT stays_host_is_another CHECK (visitor_id <> host_id)
);
CREATE INDEX stays_visitor ON stays (visitor_id);
CREATE INDEX stays_host ON stays (host_id);
CREATE INDEX stays_entered_by ON stays (entered_by);
CREATE INDEX stays_site ON stays (site_id);
CREATE INDEX stays_project ON stays (project_id);
CREATE INDEX stays_state_by ON stays (state_by);
CREATE INDEX stays_dates ON stays (from_date, to_date);

ALTER TABLE bookings ADD COLUMN stay_id uuid CONSTRAINT bookings_stay_fkey REFERENCES stays;
CREATE INDEX bookings_stay ON bookings (stay_id);
-- A stay has one desk at a time.
CREATE UNIQUE INDEX bookings_stay_key ON bookings (stay_id) WHERE state IN ('held', 'confirmed');

-- Every step that a stay took: who, when, why.
CREATE TABLE stay_steps (
    id      uuid        PRIMARY KEY,
    stay_id uuid        NOT NULL CONSTRAINT stay_steps_stay_fkey REFERENCES stays ON DELETE CASCADE,
    state   text        NOT NULL,
    at      timestamptz NOT NULL,
    by_id   uuid        CONSTRAINT stay_steps_by_fkey REFERENCES people ON DELETE SET NULL,
    reason  text
);
CREATE INDEX stay_steps_stay ON stay_steps (stay_id, at);
CREATE INDEX stay_steps_by ON stay_steps (by_id);

-- What people could see of a stay at each revision, so that old → new can be told.
CREATE TABLE stay_revisions (
    stay_id  uuid        NOT NULL CONSTRAINT stay_revisions_stay_fkey REFERENCES stays ON DELETE CASCADE,
    revision integer     NOT NULL,
    snapshot jsonb       NOT NULL,
    at       timestamptz NOT NULL,
    by_id    uuid        CONSTRAINT stay_revisions_by_fkey REFERENCES people ON DELETE SET NULL,
    PRIMARY KEY (stay_id, revision)
);
CREATE INDEX stay_revisions_by ON stay_revisions (by_id);

-- Where a person is for a time: their zone follows them.
CREATE TABLE zone_spans (
    person_id uuid NOT NULL CONSTRAINT zone_spans_person_fkey REFERENCES people ON DELETE CASCADE,
    stay_id   uuid NOT NULL CONSTRAINT zone_spans_stay_fkey REFERENCES stays ON DELETE CASCADE,
    from_date date NOT NULL,
    to_date   date NOT NULL,
    zone      text NOT NULL,
    PRIMARY KEY (person_id, stay_id)
);
CREATE INDEX zone_spans_stay ON zone_spans (stay_id);
