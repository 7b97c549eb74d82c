DROP INDEX seminars_awaited;
