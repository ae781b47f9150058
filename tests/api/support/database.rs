use std::path::Path;

use birddog::platform::db::AnyConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use tempfile::TempDir;
use uuid::Uuid;

/// The variable that names the PostgreSQL server to test on.
const POSTGRES_URL: &str = "BIRDDOG_TEST_POSTGRES_URL";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A data folder and a database of one test's own: a SQLite file in that folder, or a PostgreSQL schema. Both are gone
/// when it is dropped.
pub struct SortKey {
    folder: TempDir,
    schema: Option<Schema>,
}

struct Schema {
    server: String,
    name: String,
}

impl SortKey {
    /// A fresh one, without any table.
    pub fn new(engine: Engine) -> Self {
        let folder = tempfile::Builder::new().prefix("birddog-test-").tempdir().unwrap();
        Self { folder, schema: (engine == Engine::Postgres).then(Schema::new) }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// `DATABASE_URL` for it.
    pub fn url(&self) -> String {
        match &self.schema {
            None => format!("sqlite:{}", self.folder().join("birddog.db").display()),
            Some(schema) => schema.url(),
        }
    }

    /// A connection past the service, for a look at the tables.
    pub fn connect(&self) -> AnyConnection {
        match &self.schema {
            None => {
                let file = self.folder().join("birddog.db");
                let mut connection = SqliteConnection::establish(&file.to_string_lossy()).unwrap();
                diesel::sql_query("PRAGMA busy_timeout = 10000").execute(&mut connection).unwrap();
                AnyConnection::Sqlite(connection)
            }
            Some(schema) => AnyConnection::Postgres(PgConnection::establish(&schema.url()).unwrap()),
        }
    }
}

impl Schema {
    fn new() -> Self {
        let server = std::env::var(POSTGRES_URL).unwrap_or_else(|_| {
            panic!("{POSTGRES_URL} is not set: run the tests with scripts/test, which brings PostgreSQL along")
        });
        let schema = Self { server, name: format!("test_{}", Uuid::new_v4().simple()) };
        schema.run(&format!("CREATE SCHEMA {}", schema.name));
        schema
    }

    /// The server's URL with this schema in front. It must not be seen behind it: a table that is missing is missing.
    fn url(&self) -> String {
        let separator = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{separator}options=-csearch_path%3D{}", self.server, self.name)
    }

    fn run(&self, sql: &str) {
        let mut connection = PgConnection::establish(&self.server).unwrap();
        diesel::sql_query(sql).execute(&mut connection).unwrap();
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        self.run(&format!("DROP SCHEMA {} CASCADE", self.name));
    }
}
