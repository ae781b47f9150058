DROP TABLE idempotency_keys;
DROP TABLE progress_checkpoints;
DROP TABLE pain_days;
DROP TABLE training_days;
DROP TABLE records;
DROP TABLE devices;
DROP TABLE users;
