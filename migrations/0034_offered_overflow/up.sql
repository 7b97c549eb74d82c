-- A time that is offered holds the overflow rooms of its seminar beside its own, and knows them apart: whoever chooses it
-- gets both as they were.
ALTER TABLE offered_slots ADD COLUMN overflow uuid[] NOT NULL DEFAULT '{}';
