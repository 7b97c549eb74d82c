DROP TABLE feed_polls;
