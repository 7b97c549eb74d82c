-- How large a personal feed was when a program last fetched it: its owner is told what a program does not take.
ALTER TABLE feed_polls ADD COLUMN octets bigint CONSTRAINT feed_polls_octets_positive CHECK (octets > 0);
