-- Days on which the hub, or one of its sites, is closed; and what comes in place of a cancelled seminar.

CREATE TABLE closed_days (
    id           uuid        PRIMARY KEY,
    -- None: the whole hub.
    site_id      uuid        CONSTRAINT closed_days_site_fkey REFERENCES sites ON DELETE CASCADE,
    -- Both of them closed, by the calendar of the site or of the hub.
    from_date    date        NOT NULL,
    to_date      date        NOT NULL,
    -- In one of the languages, or in both; who reads in the other gets the one that there is.
    name_en      text        NOT NULL DEFAULT '',
    name_ko      text        NOT NULL DEFAULT '',
    entered_by   uuid        CONSTRAINT closed_days_entered_by_fkey REFERENCES people ON DELETE SET NULL,
    lock_version integer     NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL,
    modified_at  timestamptz NOT NULL,
    CONSTRAINT closed_days_named CHECK (name_en <> '' OR name_ko <> ''),
    CONSTRAINT closed_days_end_not_before_start CHECK (to_date >= from_date),
    CONSTRAINT closed_days_within_a_year CHECK (to_date - from_date < 366)
);
-- The same days twice would be said twice.
CREATE UNIQUE INDEX closed_days_key
    ON closed_days (from_date, to_date, coalesce(site_id, '00000000-0000-0000-0000-000000000000'));
CREATE INDEX closed_days_site ON closed_days (site_id);
CREATE INDEX closed_days_entered_by ON closed_days (entered_by);

-- In place of a seminar that is cancelled comes another one, which may be cancelled in its turn: a chain. That it never
-- comes back to where it began is seen to by the action, under a lock on this table.
CREATE TABLE replacements (
    seminar_id uuid        PRIMARY KEY CONSTRAINT replacements_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    by_id      uuid        NOT NULL CONSTRAINT replacements_by_fkey REFERENCES seminars ON DELETE CASCADE,
    said_at    timestamptz NOT NULL,
    said_by    uuid        CONSTRAINT replacements_said_by_fkey REFERENCES people ON DELETE SET NULL,
    CONSTRAINT replacements_of_another CHECK (by_id <> seminar_id)
);
CREATE INDEX replacements_by ON replacements (by_id);
CREATE INDEX replacements_said_by ON replacements (said_by);
