//! What is in a database, read by SQL of the tests' own, so that a copy is not measured by what it made.

use std::collections::{BTreeMap, HashSet};

use birddog::platform::db::AnyConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::Value;

use crate::support::{Engine, TestDatabase};

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    of_table: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// All rows of all tables, each an array of its columns.
pub fn content(place: &TestDatabase) -> BTreeMap<String, HashSet<Value>> {
    let mut connection = place.connect();
    let mut content = BTreeMap::new();
    for (table, columns) in columns() {
        let lines: Vec<Line> = match &mut connection {
            AnyConnection::Sqlite(sqlite) => {
                let columns: Vec<_> = columns.iter().map(in_sqlite).collect();
                let line = format!("SELECT json_array({}) AS line FROM {table}", columns.join(", "));
                diesel::sql_query(line).load(sqlite).unwrap()
            }
            AnyConnection::Postgres(postgres) => {
                let columns: Vec<_> = columns.iter().map(in_postgres).collect();
                let line = format!("SELECT json_build_array({})::text AS line FROM {table}", columns.join(", "));
                diesel::sql_query(line).load(postgres).unwrap()
            }
        };
        let count = lines.len();
        let rows: HashSet<Value> = lines.iter().map(|line| serde_json::from_str(&line.line).unwrap()).collect();
        assert_eq!(rows.len(), count, "{table}");
        content.insert(table, rows);
    }
    content
}

/// Fails with the table when two databases do not hold the same rows.
pub fn assert_same(one: &TestDatabase, other: &TestDatabase) {
    let (one, other) = (content(one), content(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (table, rows) in one {
        let others = &other[&table];
        assert_eq!(rows.len(), others.len(), "rows in {table}");
        let missing: Vec<_> = rows.difference(others).take(2).collect();
        let added: Vec<_> = others.difference(&rows).take(2).collect();
        assert!(missing.is_empty() && added.is_empty(), "{table}: {missing:?} became {added:?}");
    }
}

/// The columns by table, as PostgreSQL has them: its types tell apart what SQLite keeps as text.
fn columns() -> BTreeMap<String, Vec<Column>> {
    let place = TestDatabase::migrated(Engine::Postgres);
    let AnyConnection::Postgres(mut postgres) = place.connect() else { unreachable!() };
    let all: Vec<Column> = diesel::sql_query(
        "SELECT table_name::text AS of_table, column_name::text AS name, data_type::text AS kind \
         FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_\\_diesel%' \
         ORDER BY ordinal_position",
    )
    .load(&mut postgres)
    .unwrap();
    let mut tables = BTreeMap::<_, Vec<_>>::new();
    for column in all {
        tables.entry(column.of_table.clone()).or_default().push(column);
    }
    tables
}

fn in_sqlite(Column { name, kind, .. }: &Column) -> String {
    match kind.as_str() {
        "uuid" | "bytea" => format!("lower(hex({name}))"),
        "jsonb" => format!("json({name})"),
        _ => name.clone(),
    }
}

fn in_postgres(Column { name, kind, .. }: &Column) -> String {
    match kind.as_str() {
        "uuid" => format!("replace({name}::text, '-', '')"),
        "bytea" => format!("encode({name}, 'hex')"),
        "timestamp with time zone" => {
            format!("to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')")
        }
        "boolean" => format!("{name}::integer"),
        _ => name.clone(),
    }
}
