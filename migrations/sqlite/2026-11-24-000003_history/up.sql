-- Which history an owner's revs count in. A cursor of the change feed names it, so that one of another account, or of a
-- database that was since put back to an earlier state under a new history, is not taken for one of this.
ALTER TABLE users ADD COLUMN history BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
UPDATE users SET history = randomblob(16);
