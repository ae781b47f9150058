//! What `birddog doctor` says of copies of the SQLite file.

use std::path::Path;

use serde_json::json;

use super::program::{Program, command};
use crate::support::{Engine, PASSWORD, TestDatabase, exchange};

fn examined(file: &Path) -> (bool, String) {
    let folder = file.parent().unwrap();
    let mut doctor = command(&TestDatabase::new(Engine::Sqlite));
    doctor.env("BIRDDOG_DATA_DIR", folder).env("DATABASE_URL", format!("sqlite:{}", file.display())).arg("doctor");
    let output = doctor.output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

fn sign_up(program: &Program) {
    let person = json!({"email": "maria@example.org", "password": PASSWORD, "display_name": "M", "time_zone": "UTC"});
    let person = person.to_string();
    let request = format!(
        "POST /v1/auth/register HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{person}",
        person.len()
    );
    assert!(exchange(program.address, request.as_bytes()).starts_with("HTTP/1.1 201 "));
}

#[test]
fn a_copy_without_its_log_is_called_what_it_may_be() {
    let place = TestDatabase::new(Engine::Sqlite);
    // The schema has come into the file; what follows is in the log alone.
    assert!(command(&place).arg("migrate").status().unwrap().success());
    let mut program = Program::start(&place);
    sign_up(&program);
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("copy.db");
    std::fs::copy(place.folder().join("birddog.db"), &copy).unwrap();
    let (well, said) = examined(&copy);
    assert!(well && said.contains("NOTE") && said.contains("-wal") && said.contains("0 of 0 users"), "{said}");

    // With its log it is whole.
    let whole = copies.path().join("whole.db");
    for end in ["", "-wal"] {
        std::fs::copy(place.folder().join(format!("birddog.db{end}")), copies.path().join(format!("whole.db{end}")))
            .unwrap();
    }
    let (well, said) = examined(&whole);
    assert!(well && said.contains("1 users") && !said.contains("NOTE"), "{said}");

    // And so is the file alone once the service has stopped.
    program.terminate();
    assert!(program.wait().success());
    std::fs::copy(place.folder().join("birddog.db"), &copy).unwrap();
    let (well, said) = examined(&copies.path().join("copy.db"));
    assert!(well && said.contains("1 users") && !said.contains("NOTE"), "{said}");
}

#[test]
fn a_copy_without_a_schema_is_not_to_be_migrated_blindly() {
    let place = TestDatabase::new(Engine::Sqlite);
    let program = Program::start(&place);
    sign_up(&program);
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("copy.db");
    // What a file is before its log is first brought into it.
    std::fs::File::create(&copy).unwrap();
    let (well, said) = examined(&copy);
    assert!(!well && said.contains("migrations") && said.contains("-wal"), "{said}");
}

#[test]
fn a_file_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("birddog.db");
    let (well, said) = examined(&file);
    assert!(!well && said.contains("there is no file") && !file.exists(), "{said}");
}
