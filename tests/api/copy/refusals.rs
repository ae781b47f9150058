//! What is no database to copy from or to, each in one line.

use super::{copied, execute, fill, run, verified};
use crate::process::Program;
use crate::support::{Engine, TestDatabase};

/// The one line that a copy refuses with.
fn refusal(from: &TestDatabase, to: &TestDatabase) -> String {
    let (well, said) = copied(from, to);
    assert!(!well && !said.contains("panicked"), "{said}");
    let lines: Vec<_> = said.trim_end().lines().filter(|line| !line.starts_with("Note: ")).collect();
    assert!(lines.len() == 1 && lines[0].starts_with("birddog: the database was not copied: "), "{said}");
    lines[0].to_owned()
}

fn is_refused(from: &TestDatabase, to: &TestDatabase, why: &str) {
    let said = refusal(from, to);
    assert!(said.contains(why), "{said}");
}

fn demo(engine: Engine) -> TestDatabase {
    let place = TestDatabase::new(engine);
    fill(&place);
    place
}

const BOTH: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

#[test]
fn a_target_that_holds_anything() {
    let from = demo(Engine::Sqlite);
    for engine in BOTH {
        is_refused(&from, &demo(engine), "the target is not empty, there are rows in users");
        let other = TestDatabase::new(engine);
        execute(&other, "CREATE TABLE books (title TEXT)");
        is_refused(&from, &other, "a table books");
        // One that was migrated only is empty.
        let (well, said) = copied(&from, &TestDatabase::migrated(engine));
        assert!(well, "{said}");
    }
}

#[test]
fn a_source_that_is_missing() {
    let from = TestDatabase::new(Engine::Sqlite);
    let to = TestDatabase::new(Engine::Sqlite);
    is_refused(&from, &to, "there is no file");
    assert!(!from.folder().join("birddog.db").exists() && !to.folder().join("birddog.db").exists());
}

#[test]
fn a_source_without_a_schema() {
    let from = TestDatabase::new(Engine::Sqlite);
    std::fs::File::create(from.folder().join("birddog.db")).unwrap();
    is_refused(&from, &TestDatabase::new(Engine::Sqlite), "is not a database of Birddog");
    is_refused(
        &TestDatabase::new(Engine::Postgres),
        &TestDatabase::new(Engine::Sqlite),
        "is not a database of Birddog",
    );
}

#[test]
fn the_schema_of_another_version() {
    for engine in BOTH {
        let from = demo(engine);
        execute(
            &from,
            "DELETE FROM __diesel_schema_migrations WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)",
        );
        is_refused(&from, &TestDatabase::new(Engine::Sqlite), "older version of Birddog; `birddog migrate`");

        let from = demo(engine);
        let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000001')";
        execute(&from, newer);
        is_refused(&from, &TestDatabase::new(Engine::Sqlite), "the source has the schema of a newer version");

        let to = TestDatabase::migrated(engine);
        execute(&to, newer);
        is_refused(&demo(Engine::Sqlite), &to, "the target has the schema of a newer version");
    }
}

#[test]
fn a_file_that_is_served() {
    let (place, other) = (demo(Engine::Sqlite), demo(Engine::Postgres));
    let program = Program::start(&place);
    is_refused(&place, &TestDatabase::new(Engine::Postgres), "is being served already");
    is_refused(&other, &place, "is being served already");
    drop(program);
    assert!(copied(&place, &TestDatabase::new(Engine::Postgres)).0);
}

#[test]
fn a_postgresql_that_others_use_is_copied_with_a_warning() {
    let place = demo(Engine::Postgres);
    let open = place.connect();
    let (well, said) = copied(&place, &TestDatabase::new(Engine::Sqlite));
    assert!(well && said.contains("Note: 1 other connection is open to the source"), "{said}");
    assert_eq!(verified(&said).len(), 12);
    drop(open);
}

#[test]
fn a_database_and_itself() {
    for engine in BOTH {
        let place = demo(engine);
        is_refused(&place, &place, "source and target are the same database");
        // Also an empty one.
        let place = TestDatabase::migrated(engine);
        is_refused(&place, &place, "source and target are the same database");
    }
    #[cfg(unix)]
    {
        let place = demo(Engine::Sqlite);
        let link = place.folder().join("link.db");
        std::os::unix::fs::symlink(place.folder().join("birddog.db"), &link).unwrap();
        let mut copying = crate::process::command(&place);
        copying.args(["copy", "--to", &format!("sqlite:{}", link.display())]);
        let (well, said) = super::outcome(&mut copying);
        assert!(!well && said.contains("the same database"), "{said}");
    }
}

#[test]
fn a_row_that_the_other_engine_cannot_hold_is_named() {
    let from = demo(Engine::Sqlite);
    execute(&from, "UPDATE users SET display_name = 'a' || char(0) || 'b' WHERE email = 'maria@demo.example'");
    let said = refusal(&from, &TestDatabase::new(Engine::Postgres));
    assert!(said.contains("the row of users with (id) = "), "{said}");
}

#[test]
fn a_database_that_is_out_of_reach() {
    let from = demo(Engine::Sqlite);
    let mut copying = crate::process::command(&from);
    copying.args(["copy", "--to", "postgres://birddog@127.0.0.1:1/nowhere"]);
    let (well, said) = super::outcome(&mut copying);
    assert!(!well && said.contains("the target: database unavailable"), "{said}");
    let (well, said) = run(&from, "doctor");
    assert!(well, "{said}");
}
