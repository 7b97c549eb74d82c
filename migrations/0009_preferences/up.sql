-- What people wish to be told by mail, and when not.

CREATE TABLE notice_preferences (
    person_id   uuid        PRIMARY KEY CONSTRAINT notice_preferences_person_fkey REFERENCES people ON DELETE CASCADE,
    -- None: the kinds in `wanted`, as they were ticked.
    preset      text        DEFAULT 'normal'
                            CONSTRAINT notice_preferences_preset_known CHECK (preset IN ('quiet', 'normal', 'everything')),
    wanted      text[]      CONSTRAINT notice_preferences_wanted_known CHECK
                            (wanted <@ '{invitation,change,booking,stay,reminder,answer,followed}'),
    -- From one wall time to another in the person's zone, over midnight where the second is the earlier one.
    quiet_from  time,
    quiet_to    time,
    -- Raised when the links to their preferences in older mails are to open nothing any more.
    generation  integer     NOT NULL DEFAULT 0,
    modified_at timestamptz NOT NULL,
    CONSTRAINT notice_preferences_one_choice CHECK ((preset IS NULL) = (wanted IS NOT NULL)),
    CONSTRAINT notice_preferences_quiet_whole CHECK ((quiet_from IS NULL) = (quiet_to IS NULL)),
    CONSTRAINT notice_preferences_quiet_lasts CHECK (quiet_from <> quiet_to)
);

-- What was stopped by one click: one kind of notice of one list.
CREATE TABLE stopped_notices (
    id        uuid        PRIMARY KEY,
    person_id uuid        NOT NULL CONSTRAINT stopped_notices_person_fkey REFERENCES people ON DELETE CASCADE,
    notice    text        NOT NULL CONSTRAINT stopped_notices_notice_known CHECK (notice IN ('reminder', 'answer', 'followed')),
    -- None: seminars that stand in no series.
    series_id uuid        CONSTRAINT stopped_notices_series_fkey REFERENCES series ON DELETE CASCADE,
    since     timestamptz NOT NULL
);
CREATE UNIQUE INDEX stopped_notices_key ON stopped_notices
    (person_id, notice, coalesce(series_id, '00000000-0000-0000-0000-000000000000'));
CREATE INDEX stopped_notices_series ON stopped_notices (series_id);
