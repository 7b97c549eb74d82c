-- A room is booked for a year at most, but for what is held for a stay, which may last as long as that: an end in the wrong
-- decade would keep everyone else out. NOT VALID, so that what stands there already does not keep a hub from starting; it is
-- looked at when it is changed, and can be cancelled.
ALTER TABLE bookings ADD CONSTRAINT bookings_within_a_year CHECK (
    stay_id IS NOT NULL OR state NOT IN ('held', 'confirmed') OR ends_at - starts_at <= interval '366 days'
) NOT VALID;

-- An address that somebody says is theirs who is no member of the hub: until they have answered from there, whoever types it
-- means somebody else. What stands there already was believed until now.
ALTER TABLE addresses ADD COLUMN claimed boolean NOT NULL DEFAULT false;
