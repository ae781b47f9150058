use std::collections::BTreeMap;

use birddog::platform::db::AnyConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::support::{Engine, TestApp};

/// How many rows every table has, whichever tables there are.
pub fn row_counts(app: &TestApp) -> BTreeMap<String, i64> {
    let names = match app.engine {
        Engine::Sqlite => {
            "(SELECT group_concat(name, ',') FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%')"
        }
        Engine::Postgres => "(SELECT string_agg(tablename, ',') FROM pg_tables WHERE schemaname = current_schema())",
    };
    let mut connection = app.connect();
    let names: String = diesel::select(sql::<Text>(names)).get_result(&mut connection).unwrap();
    assert!(names.contains("devices") && names.contains("records"), "{names}");
    names
        .split(',')
        .map(|name| (name.to_owned(), number(&mut connection, &format!("SELECT count(*) FROM {name}"))))
        .collect()
}

/// What a query for one number answers.
pub fn count(app: &TestApp, query: &str) -> i64 {
    number(&mut app.connect(), query)
}

fn number(connection: &mut AnyConnection, query: &str) -> i64 {
    diesel::select(sql::<BigInt>(&format!("({query})"))).get_result(connection).unwrap()
}
