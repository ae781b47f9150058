-- Distributes a Birddog database over a Citus cluster, by the person that rows belong to. To be run on the coordinator after
-- `birddog migrate`, while nothing serves the database, and again after an upgrade that adds a table:
--
--     psql -v ON_ERROR_STOP=1 --single-transaction -f migrations/citus.sql "$DATABASE_URL"
--
-- It does nothing to tables that are distributed already. docs/scaling.md has what each global lookup costs then.

-- Citus enforces a unique key only within a shard, so it allows none without the distribution column. That an address has
-- one account is then up to signing up, which takes a lock on the address and looks for it.
ALTER TABLE users DROP CONSTRAINT IF EXISTS users_email_key;
CREATE INDEX IF NOT EXISTS users_email ON users (email);

-- No foreign key can lead from a table that every node has to one that is distributed.
ALTER TABLE grants
    DROP CONSTRAINT IF EXISTS grants_user_id_fkey,
    DROP CONSTRAINT IF EXISTS grants_client_id_fkey;
ALTER TABLE share_codes DROP CONSTRAINT IF EXISTS share_codes_user_id_fkey;

DO $$
DECLARE
    of_one_person CONSTANT text[] := ARRAY[
        'devices',
        'records',
        'training_days',
        'pain_days',
        'progress_checkpoints',
        'idempotency_keys',
        'health_profiles',
        'access_log',
        'imported_rows'
    ];
    -- Asked for by coach, by client and by code, and rarely written: a copy on every node answers all three.
    of_everybody CONSTANT text[] := ARRAY['grants', 'share_codes'];
    name text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = 'users'::regclass) THEN
        PERFORM create_distributed_table('users', 'id', colocate_with => 'none');
    END IF;
    FOREACH name IN ARRAY of_one_person LOOP
        IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = name::regclass) THEN
            PERFORM create_distributed_table(name::regclass, 'user_id', colocate_with => 'users');
        END IF;
    END LOOP;
    FOREACH name IN ARRAY of_everybody LOOP
        IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = name::regclass) THEN
            PERFORM create_reference_table(name::regclass);
        END IF;
    END LOOP;
END
$$;
