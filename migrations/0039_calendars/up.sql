-- When someone who waited was given a place: their calendar shows another thing from then on, though they said nothing anew.
ALTER TABLE attendances ADD COLUMN moved_up_at timestamptz;

-- Since when a personal feed has the address that it has; none: since it was made. Who fetched it before did so elsewhere.
ALTER TABLE personal_feeds ADD COLUMN renewed_at timestamptz;
