DROP TABLE access_log;
DROP TABLE share_codes;
DROP TABLE grants;
ALTER TABLE users DROP COLUMN coach_profile;
