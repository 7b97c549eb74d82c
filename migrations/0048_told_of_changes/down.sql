DROP TRIGGER change_counters_tell ON change_counters;
DROP TRIGGER change_counters_tell_new ON change_counters;
CREATE OR REPLACE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('maru_changes', '');
    RETURN NULL;
END $$;
CREATE TRIGGER change_counters_tell AFTER INSERT OR UPDATE ON change_counters
    FOR EACH STATEMENT EXECUTE FUNCTION tell_change();
