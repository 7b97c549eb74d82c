-- Reminders at an hour of the reader's day, beside those so many minutes before: numbers as they were, and words.

ALTER TABLE series ALTER COLUMN reminders DROP DEFAULT;
ALTER TABLE series ALTER COLUMN reminders TYPE text[] USING reminders::text[];
ALTER TABLE series ALTER COLUMN reminders SET DEFAULT '{1440,60}';
ALTER TABLE series ADD CONSTRAINT series_reminders_known
    CHECK (array_to_string(reminders, ',', '?') ~ '^(([0-9]+|morning|friday)(,([0-9]+|morning|friday))*)?$');

ALTER TABLE subscriptions ALTER COLUMN reminders TYPE text[] USING reminders::text[];
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_reminders_known
    CHECK (array_to_string(reminders, ',', '?') ~ '^(([0-9]+|morning|friday)(,([0-9]+|morning|friday))*)?$');

ALTER TABLE seminars ALTER COLUMN reminders DROP DEFAULT;
ALTER TABLE seminars ALTER COLUMN reminders TYPE text[] USING reminders::text[];
ALTER TABLE seminars ALTER COLUMN reminders SET DEFAULT '{}';
ALTER TABLE seminars ADD CONSTRAINT seminars_reminders_known
    CHECK (array_to_string(reminders, ',', '?') ~ '^(([0-9]+|morning|friday)(,([0-9]+|morning|friday))*)?$');
