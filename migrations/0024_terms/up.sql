-- How a series goes through a term, and who holds it together.

-- The rhythm in which the last term was planned: the next one starts from it. Dates and wall times are those of the zone of
-- the series.
CREATE TABLE series_rhythms (
    series_id   uuid        PRIMARY KEY CONSTRAINT series_rhythms_series_fkey REFERENCES series ON DELETE CASCADE,
    -- Monday is 1 (ISO 8601).
    weekday     smallint    NOT NULL CONSTRAINT series_rhythms_weekday_known CHECK (weekday BETWEEN 1 AND 7),
    starts      time        NOT NULL,
    every_weeks smallint    NOT NULL CONSTRAINT series_rhythms_weeks_bounded CHECK (every_weeks BETWEEN 1 AND 12),
    from_date   date        NOT NULL,
    to_date     date        NOT NULL,
    -- A Monday for each week.
    weeks_off   date[]      NOT NULL DEFAULT '{}',
    modified_at timestamptz NOT NULL,
    CONSTRAINT series_rhythms_in_order CHECK (from_date <= to_date)
);

-- By which colour its seminars are known in programmes and calendars: a word, since dark pages need another red than light ones.
ALTER TABLE series ADD COLUMN colour text NOT NULL DEFAULT 'pine' CONSTRAINT series_colour_known
    CHECK (colour IN ('pine', 'persimmon', 'indigo', 'plum', 'ochre', 'lagoon', 'rose', 'slate'));

-- Institutions that organise a series together, in their order.
CREATE TABLE series_institutions (
    series_id      uuid        NOT NULL CONSTRAINT series_institutions_series_fkey REFERENCES series ON DELETE CASCADE,
    institution_id uuid        NOT NULL CONSTRAINT series_institutions_institution_fkey REFERENCES institutions,
    position       integer     NOT NULL,
    since          timestamptz NOT NULL,
    PRIMARY KEY (series_id, institution_id)
);
CREATE INDEX series_institutions_institution ON series_institutions (institution_id);
