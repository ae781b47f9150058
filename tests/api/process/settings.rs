use std::net::TcpListener;
use std::process::{Command, Output};

use super::program::command;
use crate::support::{Engine, TestDatabase};

fn output(command: &mut Command) -> (Output, String) {
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    (output, text)
}

#[test]
fn a_mistake_in_the_settings_stops_the_start_with_one_line() {
    let place = TestDatabase::new(Engine::Sqlite);
    for (name, value) in [
        ("BIRDDOG_ALLOWED_ORIGINS", "*"),
        ("BIRDDOG_BIMD", "127.0.0.1:1"),
        ("BIRDDOG_BIND", "localhost"),
        ("BIRDDOG_DURABILITY", "mostly"),
        ("BIRDDOG_PUBLIC_URL", "birddog.example"),
        ("BIRDDOG_CONFIG", "/nowhere/birddog.toml"),
        ("DATABASE_READ_URL", "postgres://u:hunter2@127.0.0.1/d"),
        ("DATABASE_URL", "mysql://u:hunter2@127.0.0.1/d"),
        ("DATABASE_URL", "birddog.db"),
    ] {
        let (output, text) = output(command(&place).env(name, value));
        assert!(!output.status.success(), "{name}={value}");
        assert_eq!(text.trim_end().lines().count(), 1, "{text}");
        assert!(text.contains(name) && !text.contains("hunter2") && !text.contains("panicked"), "{text}");
        assert!(output.stdout.is_empty(), "{name:?} {value:?}");
    }
    assert_eq!(std::fs::read_dir(place.folder()).unwrap().count(), 0);
}

#[test]
fn a_mistake_in_the_settings_file_names_line_and_setting() {
    let place = TestDatabase::new(Engine::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("birddog.toml");
    for (line, name) in [
        ("BIRDDOG_LOG = info", "BIRDDOG_LOG"),
        ("BIRDDOG_PUBLIC_URL = 8080", "BIRDDOG_PUBLIC_URL"),
        ("BIRDDOG_DURABILITY = \"mostly\"", "BIRDDOG_DURABILITY"),
        ("BIRDDOG_BIMD = \"127.0.0.1:1\"", "BIRDDOG_BIMD"),
        ("BIRDDOG_LOG", ""),
    ] {
        std::fs::write(&file, format!("# mine\n\n{line}\n")).unwrap();
        let (output, text) = output(command(&place).env("BIRDDOG_CONFIG", &file));
        assert_eq!((output.status.code(), text.trim_end().lines().count()), (Some(2), 1), "{text}");
        assert!(text.contains("line 3") && text.contains(name), "{line}: {text}");
    }
}

#[test]
fn a_start_that_cannot_be_says_why() {
    let place = TestDatabase::new(Engine::Sqlite);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (ended, text) = output(command(&place).env("BIRDDOG_BIND", &address));
    assert!(!ended.status.success() && text.contains(&address) && !text.contains("panicked"), "{text}");

    // Nothing listens there, and the password is nobody's business.
    let url = "postgres://u:hunter2@127.0.0.1:1/d";
    let (ended, text) = output(command(&place).env("DATABASE_URL", url));
    assert!(!ended.status.success() && text.contains("database"), "{text}");
    assert!(!text.contains("hunter2") && !text.contains("panicked"), "{text}");

    std::fs::write(place.folder().join("keys.json"), "{}").unwrap();
    let (ended, text) = output(&mut command(&place));
    assert!(!ended.status.success() && text.contains("keys.json") && !text.contains("panicked"), "{text}");
}

fn migrations_can_be_applied_by_hand(engine: Engine) {
    let place = TestDatabase::new(engine);
    let count = birddog::platform::db::embedded().0.len();
    for expected in [count, 0] {
        let (output, text) = output(command(&place).arg("migrate"));
        assert!(output.status.success(), "{text}");
        assert_eq!(
            String::from_utf8(output.stdout).unwrap(),
            format!("{expected} migrations applied\n"),
            "{expected:?}"
        );
    }
}

#[test]
fn migrations_can_be_applied_by_hand_sqlite() {
    migrations_can_be_applied_by_hand(Engine::Sqlite);
}

#[test]
fn migrations_can_be_applied_by_hand_postgres() {
    migrations_can_be_applied_by_hand(Engine::Postgres);
}
