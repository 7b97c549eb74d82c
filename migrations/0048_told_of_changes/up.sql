-- A statement that raises no counter after all tells nobody: each message that was sent told every node, twice, and whoever tells
-- waits for all others who do.
DROP TRIGGER change_counters_tell ON change_counters;
CREATE OR REPLACE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM raised) THEN
        PERFORM pg_notify('maru_changes', '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER change_counters_tell_new AFTER INSERT ON change_counters REFERENCING NEW TABLE AS raised
    FOR EACH STATEMENT EXECUTE FUNCTION tell_change();
CREATE TRIGGER change_counters_tell AFTER UPDATE ON change_counters REFERENCING NEW TABLE AS raised
    FOR EACH STATEMENT EXECUTE FUNCTION tell_change();
