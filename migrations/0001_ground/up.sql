-- What everything stands on: the hub itself, the audit trail, the counters that say that something changed,
-- and the leases of scheduled work.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- One row. `key_check` lets a node find out that it holds another key than the rest, before it writes wrong links.
CREATE TABLE hub (
    only_one   boolean     PRIMARY KEY DEFAULT true CONSTRAINT hub_only_one CHECK (only_one),
    key_check  bytea       NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE audit_entries (
    id           uuid        PRIMARY KEY,
    at           timestamptz NOT NULL,
    actor_id     uuid,
    actor_name   text        NOT NULL,
    channel      text        NOT NULL CONSTRAINT audit_entries_channel_known
                             CHECK (channel IN ('page', 'api', 'link', 'calendar', 'command', 'worker')),
    origin       text,
    action       text        NOT NULL,
    subject_kind text        NOT NULL,
    subject_id   uuid        NOT NULL,
    before       jsonb,
    after        jsonb
);
CREATE INDEX audit_entries_subject ON audit_entries (subject_kind, subject_id, at);
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, at);
CREATE INDEX audit_entries_at ON audit_entries (at);

CREATE FUNCTION audit_entries_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('maru.pruning', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit entries are only ever added' USING ERRCODE = 'restrict_violation',
        CONSTRAINT = 'audit_entries_are_final';
END $$;
CREATE TRIGGER audit_entries_are_final BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_are_final();
CREATE TRIGGER audit_entries_are_not_emptied BEFORE TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_are_final();

-- The one way by which entries go: those older than the retention time, which is at least 30 days.
CREATE FUNCTION prune_audit_entries(older_than timestamptz) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET maru.pruning = 'on' AS $$
DECLARE
    gone bigint;
BEGIN
    IF older_than > now() - interval '30 days' THEN
        RAISE EXCEPTION 'audit entries are kept for at least 30 days' USING ERRCODE = 'check_violation';
    END IF;
    DELETE FROM audit_entries WHERE at < older_than;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- A row per thing that a feed shows (the hub, a series, a room, a person …). Raised under its row lock as the last
-- statement of a change: a sequence would commit out of order, and a body could be kept that lacks a change.
CREATE TABLE change_counters (
    subject    text        PRIMARY KEY,
    counter    bigint      NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL
);
CREATE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('maru_changes', '');
    RETURN NULL;
END $$;
CREATE TRIGGER change_counters_tell AFTER INSERT OR UPDATE ON change_counters
    FOR EACH STATEMENT EXECUTE FUNCTION tell_change();

-- Work that comes round: whoever takes the lease does it, on whichever machine.
CREATE TABLE schedules (
    name         text        PRIMARY KEY,
    due_at       timestamptz NOT NULL,
    leased_by    text,
    leased_until timestamptz,
    last_run_at  timestamptz,
    last_error   text,
    CONSTRAINT schedules_lease_whole CHECK ((leased_by IS NULL) = (leased_until IS NULL))
);
