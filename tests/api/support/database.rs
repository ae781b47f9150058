use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Sender};

use birddog::platform::db::{self, AnyConnection, Location};
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use tempfile::TempDir;
use uuid::Uuid;

/// The variables that name the PostgreSQL servers to test on, with a database to connect to: one for most tests, another that
/// is replicated, and its replica.
const POSTGRES_URL: &str = "BIRDDOG_TEST_POSTGRES_URL";
const PRIMARY_URL: &str = "BIRDDOG_TEST_PRIMARY_URL";
const REPLICA_URL: &str = "BIRDDOG_TEST_REPLICA_URL";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A data folder and a database of one test's own: a SQLite file in that folder, or a PostgreSQL database. The folder is gone
/// when it is dropped, and the PostgreSQL database soon after.
pub struct TestDatabase {
    folder: TempDir,
    postgres: Option<PostgresDatabase>,
}

impl TestDatabase {
    /// One without any table.
    pub fn new(engine: Engine) -> Self {
        Self {
            folder: folder(),
            postgres: (engine == Engine::Postgres).then(|| PostgresDatabase::copy_of("template1")),
        }
    }

    /// A PostgreSQL one with all tables, on the server that has a streaming replica.
    pub fn replicated() -> Self {
        let mut postgres = PostgresDatabase::on(server(PRIMARY_URL), "template1");
        postgres.is_replicated = true;
        let database = Self { folder: folder(), postgres: Some(postgres) };
        db::migrate(&database.location()).unwrap();
        database
    }

    /// `DATABASE_READ_URL` for it, if it is replicated.
    pub fn replica_url(&self) -> Option<String> {
        let database = self.postgres.as_ref().filter(|database| database.is_replicated)?;
        Some(PostgresDatabase::url_on(&server(REPLICA_URL), &database.name))
    }

    /// One with all tables, empty. It is copied, which takes less time than migrating each.
    pub fn migrated(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let database = Self { folder: folder(), postgres: None };
                let mut options = File::options();
                options.write(true).create_new(true);
                // As the service makes it.
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                options.open(database.sqlite_file()).unwrap().write_all(sqlite_template()).unwrap();
                database
            }
            Engine::Postgres => {
                Self { folder: folder(), postgres: Some(PostgresDatabase::copy_of(postgres_template())) }
            }
        }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// `DATABASE_URL` for it.
    pub fn url(&self) -> String {
        match &self.postgres {
            None => format!("sqlite:{}", self.sqlite_file().display()),
            Some(database) => database.url(),
        }
    }

    /// The same as the service reads it.
    pub fn location(&self) -> Location {
        self.url().parse().unwrap()
    }

    /// A separate database connection, to read the tables directly.
    pub fn connect(&self) -> AnyConnection {
        match &self.postgres {
            None => {
                let mut connection = SqliteConnection::establish(&self.sqlite_file().to_string_lossy()).unwrap();
                diesel::sql_query("PRAGMA busy_timeout = 10000").execute(&mut connection).unwrap();
                AnyConnection::Sqlite(connection)
            }
            Some(database) => AnyConnection::Postgres(PgConnection::establish(&database.url()).unwrap()),
        }
    }

    fn sqlite_file(&self) -> PathBuf {
        self.folder().join("birddog.db")
    }
}

fn folder() -> TempDir {
    tempfile::Builder::new().prefix("birddog-test-").tempdir().unwrap()
}

/// The bytes of a migrated SQLite file, made once a run.
fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let database = TestDatabase::new(Engine::Sqlite);
        db::migrate(&database.location()).unwrap();
        db::bring_log_in(&database.location()).unwrap();
        std::fs::read(database.sqlite_file()).unwrap()
    })
}

/// The name of a migrated PostgreSQL database, made once a run. Nobody stays connected to it, which PostgreSQL asks of a
/// template. It goes with the server of `scripts/test`.
fn postgres_template() -> &'static str {
    static TEMPLATE: OnceLock<PostgresDatabase> = OnceLock::new();
    let database = TEMPLATE.get_or_init(|| {
        let database = PostgresDatabase::copy_of("template1");
        db::migrate(&database.url().parse().unwrap()).unwrap();
        database
    });
    &database.name
}

struct PostgresDatabase {
    server: String,
    name: String,
    is_replicated: bool,
}

impl PostgresDatabase {
    fn copy_of(template: &str) -> Self {
        Self::on(server(POSTGRES_URL), template)
    }

    fn on(server: String, template: &str) -> Self {
        let database = Self { server, name: format!("test_{}", Uuid::new_v4().simple()), is_replicated: false };
        let mut connection = PgConnection::establish(&database.server).unwrap();
        diesel::sql_query(format!("CREATE DATABASE {} TEMPLATE {template}", database.name))
            .execute(&mut connection)
            .unwrap();
        database
    }

    fn url(&self) -> String {
        Self::url_on(&self.server, &self.name)
    }

    /// A server's URL with the name of a database in place of the one there.
    fn url_on(server: &str, name: &str) -> String {
        let (address, options) = server.split_once('?').unwrap_or((server, ""));
        let (host, _) = address.rsplit_once('/').unwrap();
        format!("{host}/{name}?{options}")
    }
}

fn server(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| {
        panic!("{variable} is not set: run the tests with scripts/test, which brings PostgreSQL along")
    })
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        // Services may not have hung up yet, and PostgreSQL waits a while after it has made them. No test is to wait with it;
        // what the end of the run leaves goes with the server.
        static GONE: OnceLock<Sender<(String, String)>> = OnceLock::new();
        let gone = GONE.get_or_init(|| {
            let (sender, gone) = mpsc::channel::<(String, String)>();
            std::thread::spawn(move || gone.into_iter().for_each(|(server, name)| drop_database(&server, &name)));
            sender
        });
        let _ = gone.send((std::mem::take(&mut self.server), std::mem::take(&mut self.name)));
    }
}

#[expect(clippy::print_stderr, reason = "the test is over, and its run need not fail")]
fn drop_database(server: &str, name: &str) {
    let dropped = PgConnection::establish(server).map_err(|error| error.to_string()).and_then(|mut connection| {
        diesel::sql_query(format!("DROP DATABASE {name} WITH (FORCE)"))
            .execute(&mut connection)
            .map_err(|error| error.to_string())
    });
    if let Err(error) = dropped {
        eprintln!("{name} was not dropped: {error}");
    }
}
