//! One service at a time on a SQLite file; commands run next to it.

use super::program::{Program, command};
use crate::support::{Engine, TestDatabase, exchange};

fn refused(command: &mut std::process::Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    let last = said.trim_end().lines().last().unwrap().to_owned();
    assert!(last.starts_with("birddog: ") && !said.contains("panicked"), "{said}");
    last
}

fn is_serving(program: &Program) -> bool {
    exchange(program.address, b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .starts_with("HTTP/1.1 200 ")
}

#[test]
fn a_second_one_says_so_and_stops() {
    let place = TestDatabase::new(Engine::Sqlite);
    let mut first = Program::start(&place);
    let said = refused(command(&place).arg("serve"));
    assert!(said.contains("birddog.db") && said.contains("already"), "{said}");
    // Another data folder does not make it another database.
    let elsewhere = tempfile::tempdir().unwrap();
    refused(command(&place).env("BIRDDOG_DATA_DIR", elsewhere.path()));
    #[cfg(unix)]
    {
        let link = elsewhere.path().join("linked.db");
        std::os::unix::fs::symlink(place.folder().join("birddog.db"), &link).unwrap();
        refused(command(&place).env("DATABASE_URL", format!("sqlite:{}", link.display())));
    }
    assert!(is_serving(&first));
    // Whatever ends it, the next one may serve.
    first.kill();
    let mut next = Program::start(&place);
    assert!(is_serving(&next));
    next.terminate();
    assert!(next.wait().success());
    assert!(is_serving(&Program::start(&place)));
}

#[test]
fn two_databases_in_one_folder_are_two() {
    let place = TestDatabase::new(Engine::Sqlite);
    let first = Program::start(&place);
    let second = Program::start_with(&place, |command| {
        command.env("DATABASE_URL", format!("sqlite:{}", place.folder().join("second.db").display()));
    });
    assert!(is_serving(&first) && is_serving(&second));
}

#[test]
fn nodes_share_a_postgresql() {
    let place = TestDatabase::new(Engine::Postgres);
    let (first, second) = (Program::start(&place), Program::start(&place));
    assert!(is_serving(&first) && is_serving(&second));
}

#[test]
fn commands_work_beside_a_service() {
    let place = TestDatabase::new(Engine::Sqlite);
    assert!(command(&place).arg("demo").status().unwrap().success());
    let program = Program::start(&place);
    let diary = place.folder().join("diary.csv");
    std::fs::write(&diary, "date,score\n2026-01-20 08:00,4\n").unwrap();
    let import = ["import", "--user", "maria@demo.example", "--format", "pain-csv", "--map", "region=low_back"];
    let import = [&import[..], &[diary.to_str().unwrap()]].concat();
    for arguments in [&["migrate"][..], &["doctor"], &["openapi"], &import] {
        let output = command(&place).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(is_serving(&program));
}
