-- When someone who waited was given a place: their calendar shows another thing from then on, though they said nothing anew.
ALTER TABLE attendances ADD COLUMN moved_up_at timestamptz;
