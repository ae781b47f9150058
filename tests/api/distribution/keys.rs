//! Primary keys, unique keys and foreign keys name the person.

use birddog::platform::db::{self, AnyConnection};
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::distribution_column;
use crate::support::{Engine, TestDatabase};

/// Keys without the distribution column, each with its reason. On Citus `migrations/citus.sql` takes care of them.
const GLOBAL: [(&str, &str); 3] = [
    ("users unique key (email)", "an address has one account; signing up locks the address and looks for it"),
    ("share_codes primary key (code_hash)", "a coach does not know whose code it is; every node has all codes"),
    ("grants foreign key (client_id)", "a grant is between two people; every node has all grants"),
];

const SQLITE_KEYS: &str = "SELECT m.name AS of_table, iif(l.origin = 'pk', 'primary key', 'unique key') AS kind, \
    (SELECT group_concat(i.name, ', ' ORDER BY i.seqno) FROM pragma_index_info(l.name) i) AS columns \
    FROM sqlite_schema m JOIN pragma_index_list(m.name) l WHERE m.type = 'table' AND l.\"unique\" \
    UNION ALL SELECT m.name, 'foreign key', group_concat(f.\"from\", ', ' ORDER BY f.seq) \
    FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id";

const POSTGRES_KEYS: &str = "SELECT t.relname::text AS of_table, \
    CASE WHEN i.indisprimary THEN 'primary key' ELSE 'unique key' END AS kind, \
    (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place) \
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number) AS columns \
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid \
    WHERE i.indisunique AND t.relnamespace = current_schema()::regnamespace \
    UNION ALL SELECT t.relname::text, 'foreign key', \
    (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY AS k (number, place) \
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number) \
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid \
    WHERE c.contype = 'f' AND t.relnamespace = current_schema()::regnamespace";

#[derive(QueryableByName, Debug)]
struct Key {
    #[diesel(sql_type = Text)]
    of_table: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    columns: String,
}

impl Key {
    fn name(&self) -> String {
        format!("{} {} ({})", self.of_table, self.kind, self.columns)
    }

    fn has_the_person(&self) -> bool {
        self.columns.split(", ").any(|column| column == distribution_column(&self.of_table))
    }
}

fn keys(connection: &mut AnyConnection) -> Vec<Key> {
    let keys: Vec<Key> = match connection {
        AnyConnection::Sqlite(sqlite) => diesel::sql_query(SQLITE_KEYS).load(sqlite).unwrap(),
        AnyConnection::Postgres(postgres) => diesel::sql_query(POSTGRES_KEYS).load(postgres).unwrap(),
    };
    keys.into_iter().filter(|key| !key.of_table.starts_with("__diesel")).collect()
}

fn names_the_person_in_every_key(engine: Engine) {
    let place = TestDatabase::migrated(engine);
    let keys = keys(&mut place.connect());
    let tables = db::copy::tables();
    for kind in ["primary key", "foreign key"] {
        let without = |table: &&&str| !keys.iter().any(|key| key.of_table == **table && key.kind == kind);
        let without: Vec<_> = tables.iter().filter(without).collect();
        // All tables refer to users, which refers to none.
        let expected: &[&&str] = if kind == "foreign key" { &[&"users"] } else { &[] };
        assert_eq!(without, expected, "tables without a {kind}");
    }
    let mut found: Vec<_> = keys.iter().filter(|key| !key.has_the_person()).map(Key::name).collect();
    let mut global = GLOBAL.map(|(key, _)| key);
    found.sort();
    global.sort_unstable();
    assert_eq!(
        found, global,
        "on the left the keys without the distribution column, on the right those that may lack it"
    );
}

#[test]
fn sqlite_names_the_person_in_every_key() {
    names_the_person_in_every_key(Engine::Sqlite);
}

#[test]
fn postgres_names_the_person_in_every_key() {
    names_the_person_in_every_key(Engine::Postgres);
}

#[test]
fn a_key_without_the_person_is_found() {
    let place = TestDatabase::migrated(Engine::Postgres);
    let mut connection = place.connect();
    let before = keys(&mut connection).iter().filter(|key| !key.has_the_person()).count();
    diesel::sql_query("CREATE UNIQUE INDEX one_rev ON records (rev, id)").execute(&mut connection).unwrap();
    let without: Vec<_> = keys(&mut connection).into_iter().filter(|key| !key.has_the_person()).collect();
    assert_eq!(without.len(), before + 1);
    assert!(without.iter().any(|key| key.name() == "records unique key (rev, id)"), "{without:?}");
}
