-- Of the kinds that someone ticked, those that come once a day; a preset has none.
ALTER TABLE notice_preferences
    ADD COLUMN daily text[] NOT NULL DEFAULT '{}'
        CONSTRAINT notice_preferences_daily_known CHECK (daily <@ '{change,booking,stay,answer}'),
    ADD CONSTRAINT notice_preferences_daily_wanted CHECK (daily <@ coalesce(wanted, '{}'));
