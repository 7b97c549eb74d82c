ALTER TABLE offered_slots DROP CONSTRAINT offered_slots_fold_known;
DROP TABLE speaker_links;
