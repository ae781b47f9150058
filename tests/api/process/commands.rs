use std::process::Output;

use super::program::command;
use crate::support::{Engine, Place};

fn run(place: &Place, arguments: &[&str]) -> (bool, String) {
    let Output { status, stdout, stderr } = command(place).args(arguments).output().unwrap();
    (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

/// The demo is a database like any other: doctor finds nothing in it, and it is not put on top of anybody's data.
fn the_demo_is_sound_and_only_for_an_empty_database(engine: Engine) {
    let place = Place::new(engine);
    let (well, said) = run(&place, &["demo"]);
    assert!(well && said.contains('@'), "{said}");
    let (well, said) = run(&place, &["doctor"]);
    assert!(well && !said.contains("FAILED"), "{said}");
    let (well, said) = run(&place, &["demo"]);
    assert!(!well, "{said}");
}

fn an_import_reports_line_by_line(engine: Engine) {
    let place = Place::new(engine);
    assert!(run(&place, &["demo"]).0);
    let file = place.folder().join("diary.csv");
    std::fs::write(&file, "date,score\n2026-01-20 08:00,4\nsoon,3\n").unwrap();
    let file = file.to_str().unwrap();
    let import = |user: &str, more: &[&str]| {
        let arguments = ["import", "--user", user, "--format", "pain-csv", "--map", "region=low_back", file];
        run(&place, &[&arguments, more].concat())
    };
    let (well, said) = import("nobody@example.org", &[]);
    assert!(!well && said.contains("nobody@example.org"), "{said}");
    let (well, said) = import("maria@demo.example", &["--dry-run"]);
    assert!(well && said.contains("Dry run") && said.contains("soon"), "{said}");
    for _ in 0..2 {
        let (well, said) = import("maria@demo.example", &[]);
        assert!(well && said.contains("soon"), "{said}");
    }
    let (well, said) = run(&place, &["doctor"]);
    assert!(well, "{said}");
}

#[test]
fn demo_sqlite() {
    the_demo_is_sound_and_only_for_an_empty_database(Engine::Sqlite);
}

#[test]
fn demo_postgres() {
    the_demo_is_sound_and_only_for_an_empty_database(Engine::Postgres);
}

#[test]
fn import_sqlite() {
    an_import_reports_line_by_line(Engine::Sqlite);
}

#[test]
fn import_postgres() {
    an_import_reports_line_by_line(Engine::Postgres);
}
