-- What is postponed and awaits a new time, which stands in the programme and wherever it is shown: a few of all that ever were.
CREATE INDEX seminars_awaited ON seminars (starts_at, id) WHERE state = 'postponed';
