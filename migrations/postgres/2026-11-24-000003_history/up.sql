-- Which history an owner's revs count in. A cursor of the change feed names it, so that one of another account, or of a
-- database that was since put back to an earlier state under a new history, is not taken for one of this.
ALTER TABLE users ADD COLUMN history uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE users ALTER COLUMN history DROP DEFAULT;
