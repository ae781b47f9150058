//! One schema on both engines, brought up to date by whoever starts first.

use std::collections::BTreeMap;

use birddog::platform::db::{self, AnyConnection, schema};
use birddog::platform::time::Clock;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};

use crate::support::{Engine, Node, TestDatabase, exchange};

/// A column: its name, what it holds, whether it may be null, whether it is part of the primary key.
type Column = (String, &'static str, bool, bool);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    of_table: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
    #[diesel(sql_type = Bool)]
    in_key: bool,
}

#[derive(QueryableByName)]
struct Index {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    definition: Option<String>,
}

const SQLITE_COLUMNS: &str = "SELECT m.name AS of_table, c.name AS name, lower(c.type) AS kind, \
    c.\"notnull\" = 0 AND c.pk = 0 AS nullable, c.pk > 0 AS in_key \
    FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid";

const POSTGRES_COLUMNS: &str = "SELECT c.table_name::text AS of_table, c.column_name::text AS name, c.data_type::text AS kind, \
    c.is_nullable = 'YES' AS nullable, k.column_name IS NOT NULL AS in_key \
    FROM information_schema.columns c \
    LEFT JOIN information_schema.table_constraints t ON t.table_schema = c.table_schema AND t.table_name = c.table_name \
        AND t.constraint_type = 'PRIMARY KEY' \
    LEFT JOIN information_schema.key_column_usage k ON k.table_schema = c.table_schema AND k.table_name = c.table_name \
        AND k.constraint_name = t.constraint_name AND k.column_name = c.column_name \
    WHERE c.table_schema = current_schema() ORDER BY c.table_name, c.ordinal_position";

const SQLITE_INDEXES: &str =
    "SELECT name, sql AS definition FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";

const POSTGRES_INDEXES: &str = "SELECT indexname::text AS name, indexdef::text AS definition FROM pg_indexes \
    WHERE schemaname = current_schema() AND NOT indexname LIKE '%\\_pkey' AND NOT indexname LIKE '%\\_key' ORDER BY indexname";

fn migrated(engine: Engine) -> (TestDatabase, AnyConnection) {
    let place = TestDatabase::new(engine);
    db::migrate(&place.location()).unwrap();
    let connection = place.connect();
    (place, connection)
}

/// The tables with their columns in order; diesel's own aside.
fn tables(connection: &mut AnyConnection) -> BTreeMap<String, Vec<Column>> {
    let rows: Vec<Row> = match connection {
        AnyConnection::Sqlite(sqlite) => diesel::sql_query(SQLITE_COLUMNS).load(sqlite).unwrap(),
        AnyConnection::Postgres(postgres) => diesel::sql_query(POSTGRES_COLUMNS).load(postgres).unwrap(),
    };
    let mut tables = BTreeMap::<String, Vec<Column>>::new();
    for row in rows.into_iter().filter(|row| !row.of_table.starts_with("__diesel")) {
        let column = (row.name, family(&row.kind), row.nullable, row.in_key);
        tables.entry(row.of_table).or_default().push(column);
    }
    tables
}

/// What either engine's type is for. SQLite keeps identifiers and hashes as bytes, instants and documents as text.
fn family(kind: &str) -> &'static str {
    match kind {
        "uuid" | "bytea" | "blob" => "bytes",
        "text" | "jsonb" | "timestamp with time zone" => "text",
        "boolean" => "boolean",
        "bigint" => "bigint",
        "integer" => "integer",
        "smallint" => "smallint",
        "date" => "date",
        other => panic!("{other} is a type that one of the engines has alone"),
    }
}

#[test]
fn both_engines_have_the_same_migrations() {
    let (sqlite, postgres) = db::embedded();
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, postgres);
}

#[test]
fn both_engines_have_the_same_tables() {
    let (_sqlite_place, mut sqlite) = migrated(Engine::Sqlite);
    let (_postgres_place, mut postgres) = migrated(Engine::Postgres);
    let (sqlite, postgres) = (tables(&mut sqlite), tables(&mut postgres));
    assert!(sqlite.contains_key("records"));
    assert_eq!(sqlite, postgres);
    for (name, columns) in sqlite {
        // Everything can be distributed by its owner.
        assert!(name == "users" || columns[0].0 == "user_id", "{name}");
    }
}

#[test]
fn both_engines_have_the_same_indexes() {
    let (_sqlite_place, mut sqlite) = migrated(Engine::Sqlite);
    let (_postgres_place, mut postgres) = migrated(Engine::Postgres);
    let AnyConnection::Sqlite(sqlite) = &mut sqlite else { unreachable!() };
    let AnyConnection::Postgres(postgres) = &mut postgres else { unreachable!() };
    let names = |indexes: Vec<Index>| {
        let unique = |index: &Index| index.definition.as_ref().is_some_and(|sql| sql.contains("UNIQUE"));
        indexes.into_iter().map(|index| (unique(&index), index.name)).collect::<Vec<_>>()
    };
    let of_sqlite = names(diesel::sql_query(SQLITE_INDEXES).load(sqlite).unwrap());
    let of_postgres = names(diesel::sql_query(POSTGRES_INDEXES).load(postgres).unwrap());
    assert!(!of_sqlite.is_empty());
    assert_eq!(of_sqlite, of_postgres);
}

/// Asks for every column of a table by the schema's names and types, and names them.
macro_rules! columns_of {
    ($connection:expr; $($table:ident),+ $(,)?) => {
        BTreeMap::from([$((stringify!($table).to_owned(), {
            let query = schema::$table::table.select(schema::$table::all_columns);
            let sql = diesel::debug_query::<diesel::sqlite::Sqlite, _>(&query).to_string();
            match &mut $connection {
                AnyConnection::Sqlite(sqlite) => query.execute(sqlite).unwrap(),
                AnyConnection::Postgres(postgres) => query.execute(postgres).unwrap(),
            };
            let selected = sql.split(" FROM ").next().unwrap().trim_start_matches("SELECT ");
            let names = selected.split(", ").map(|column| column.rsplit('.').next().unwrap().trim_matches('`').to_owned());
            names.collect::<Vec<_>>()
        })),+])
    };
}

fn the_code_knows_every_column(engine: Engine) {
    let (_place, mut connection) = migrated(engine);
    let in_code = columns_of![
        connection;
        users,
        devices,
        records,
        training_days,
        pain_days,
        progress_checkpoints,
        idempotency_keys,
        health_profiles,
        grants,
        share_codes,
        access_log,
        imported_rows,
    ];
    let tables = tables(&mut connection).into_iter();
    let in_database: BTreeMap<_, Vec<_>> =
        tables.map(|(name, columns)| (name, columns.into_iter().map(|column| column.0).collect())).collect();
    assert_eq!(in_code, in_database);
    let mut copied = db::copy::tables();
    copied.sort_unstable();
    assert_eq!(copied, in_database.keys().collect::<Vec<_>>(), "`birddog copy` leaves none out");
}

fn migrating_again_changes_nothing(engine: Engine) {
    let place = TestDatabase::new(engine);
    let applied = db::migrate(&place.location()).unwrap();
    let (embedded, _) = db::embedded();
    assert_eq!(applied.len(), embedded.len());
    assert_eq!(db::migrate(&place.location()).unwrap(), Vec::<String>::new());
    assert!(db::is_current(&mut place.connect()).unwrap());
}

fn nodes_that_start_together_take_turns(engine: Engine) {
    let place = TestDatabase::new(engine);
    let nodes: Vec<Node> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| Node::start(&place, Clock::system()).unwrap())).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    for node in &nodes {
        let answer = exchange(node.address, b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
}

/// Two tests of each function.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            use crate::support::Engine;

            #[test]
            fn sqlite() {
                super::$test(Engine::Sqlite);
            }

            #[test]
            fn postgres() {
                super::$test(Engine::Postgres);
            }
        }
    )+};
}

on_both![the_code_knows_every_column, migrating_again_changes_nothing, nodes_that_start_together_take_turns];
