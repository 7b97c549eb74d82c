DROP TABLE idempotency_keys;
DROP TABLE limit_buckets;
DROP TABLE personal_feeds;
DROP TABLE api_tokens;
DROP TABLE sessions;
DROP TABLE sign_ins;
