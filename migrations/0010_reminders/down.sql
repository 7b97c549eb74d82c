ALTER TABLE seminars DROP CONSTRAINT seminars_reminders_known;
ALTER TABLE seminars ALTER COLUMN reminders DROP DEFAULT;
ALTER TABLE seminars ALTER COLUMN reminders TYPE integer[]
    USING array_remove(array_remove(reminders, 'morning'), 'friday')::integer[];
ALTER TABLE seminars ALTER COLUMN reminders SET DEFAULT '{}';
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_reminders_known;
ALTER TABLE subscriptions ALTER COLUMN reminders TYPE integer[]
    USING array_remove(array_remove(reminders, 'morning'), 'friday')::integer[];
ALTER TABLE series DROP CONSTRAINT series_reminders_known;
ALTER TABLE series ALTER COLUMN reminders DROP DEFAULT;
ALTER TABLE series ALTER COLUMN reminders TYPE integer[]
    USING array_remove(array_remove(reminders, 'morning'), 'friday')::integer[];
ALTER TABLE series ALTER COLUMN reminders SET DEFAULT '{1440,60}';
