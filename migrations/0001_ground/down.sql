DROP TABLE schedules;
DROP TABLE change_counters;
DROP FUNCTION tell_change();
DROP FUNCTION prune_audit_entries(timestamptz);
DROP TABLE audit_entries;
DROP FUNCTION audit_entries_are_final();
DROP TABLE hub;
DROP EXTENSION btree_gist;
