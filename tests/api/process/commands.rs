use std::process::Output;

use birddog::platform::db::schema::imported_rows;
use diesel::{QueryDsl, RunQueryDsl};

use super::program::command;
use crate::support::{Engine, TestDatabase};

fn run(place: &TestDatabase, arguments: &[&str]) -> (bool, String) {
    let Output { status, stdout, stderr } = command(place).args(arguments).output().unwrap();
    (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

/// The demo is a database like any other: doctor finds nothing in it, and it is not put on top of anybody's data.
fn the_demo_is_sound_and_only_for_an_empty_database(engine: Engine) {
    let place = TestDatabase::new(engine);
    let (well, said) = run(&place, &["demo"]);
    assert!(well && said.contains('@'), "{said}");
    let (well, said) = run(&place, &["doctor"]);
    assert!(well && !said.contains("FAILED"), "{said}");
    let (well, said) = run(&place, &["demo"]);
    assert!(!well, "{said}");
}

/// 0 when all is well, 3 when lines were refused, 1 when nothing could be done.
fn an_import_reports_line_by_line(engine: Engine) {
    let place = TestDatabase::new(engine);
    assert!(run(&place, &["demo"]).0);
    let file = place.folder().join("diary.csv");
    std::fs::write(&file, "date,score\n2026-01-20 08:00,4\nsoon,3\n").unwrap();
    let file = file.to_str().unwrap();
    let import = |user: &str, more: &[&str]| {
        let arguments = ["import", "--user", user, "--format", "pain-csv", "--map", "region=low_back", file];
        let Output { status, stdout, stderr } = command(&place).args(arguments).args(more).output().unwrap();
        (status.code(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
    };
    let (status, said) = import("nobody@example.org", &[]);
    assert!(status == Some(1) && said.contains("nobody@example.org"), "{said}");
    let (status, said) = import("maria@demo.example", &["--dry-run"]);
    assert!(status == Some(3) && said.contains("Dry run") && said.contains("soon"), "{said}");
    for _ in 0..2 {
        let (status, said) = import("maria@demo.example", &[]);
        assert!(status == Some(3) && said.contains("soon"), "{said}");
    }
    std::fs::write(file, "date,score\n2026-01-20 08:00,4\n").unwrap();
    let (status, said) = import("maria@demo.example", &["--on-conflict", "file"]);
    assert!(status == Some(0) && said.contains("1 unchanged"), "{said}");
    std::fs::write(file, "date,score\n2026-01-20 08:00,5\n2026-01-21 08:00,4\n").unwrap();
    let (status, said) = import("maria@demo.example", &[]);
    assert!(status == Some(0) && said.contains("1 created") && said.contains("1 changed"), "{said}");
    std::fs::write(file, "date,score\n2026-01-20 08:00,1\n2026-01-21 08:00,2\n").unwrap();
    let (status, said) = import("maria@demo.example", &[]);
    assert!(status == Some(1) && said.contains("source=NAME"), "{said}");
    std::fs::write(file, "date;score\n").unwrap();
    let (status, said) = import("maria@demo.example", &["--on-conflict", "mine"]);
    assert!(status == Some(2) && said.contains("person or file"), "{said}");
    let (_, help) = run(&place, &["import", "--help"]);
    assert!(help.contains("Exit status: 0") && help.contains("3 when lines were refused"), "{help}");
    let (well, said) = run(&place, &["doctor"]);
    assert!(well, "{said}");
}

/// The command knows the file's folder, so that Loop's files of single habits need no `source`.
fn a_file_in_loops_own_folder_names_its_habit(engine: Engine) {
    let place = TestDatabase::new(engine);
    assert!(run(&place, &["demo"]).0);
    for (folder, rows) in [("001 Bridge", "2026-01-20,2\n2026-01-19,2\n"), ("002 Bird dog", "2026-01-20,2\n")] {
        let folder = place.folder().join(folder);
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("Checkmarks.csv"), rows).unwrap();
        let arguments = ["import", "--user", "maria@demo.example", "--format", "loop", "--map", "Value=session"];
        for made in [rows.lines().count(), 0] {
            let import = command(&place).args(arguments).arg("Checkmarks.csv").current_dir(&folder).output().unwrap();
            let said = String::from_utf8_lossy(&import.stdout);
            assert!(import.status.success() && said.contains(&format!("{made} created")), "{said}");
            assert!(said.contains("0 changed"), "{said}");
        }
    }
}

/// Each chunk is there with all of its rows or not at all, so the same command goes on where the killed one stopped.
fn an_import_that_was_killed_goes_on(engine: Engine) {
    const ROWS: i64 = 3000;
    let place = TestDatabase::new(engine);
    assert!(run(&place, &["demo"]).0);
    let row = |number: i64| {
        let (day, hour, minute) = (1 + number % 28, number / 28 % 24, number / 672);
        format!("2020-03-{day:02} {hour:02}:{minute:02},{}\n", number % 11)
    };
    let file = place.folder().join("diary.csv");
    std::fs::write(&file, format!("date,score\n{}", (0..ROWS).map(row).collect::<String>())).unwrap();
    let arguments = ["import", "--user", "maria@demo.example", "--format", "pain-csv", file.to_str().unwrap()];
    let rows = || imported_rows::table.count().get_result::<i64>(&mut place.connect()).unwrap();
    let mut killed = command(&place).args(arguments).spawn().unwrap();
    while rows() == 0 {
        assert!(killed.try_wait().unwrap().is_none_or(|status| status.success()));
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    let there = rows();
    let (well, said) = run(&place, &arguments);
    assert!(well && said.contains(&format!("{there} unchanged")), "{there}: {said}");
    assert!(said.contains(&format!("{} created", ROWS - there)) && said.contains("0 changed"), "{there}: {said}");
    assert_eq!(rows(), ROWS);
    let (well, said) = run(&place, &["doctor"]);
    assert!(well, "{said}");
}

#[test]
fn killed_sqlite() {
    an_import_that_was_killed_goes_on(Engine::Sqlite);
}

#[test]
fn killed_postgres() {
    an_import_that_was_killed_goes_on(Engine::Postgres);
}

#[test]
fn folders_sqlite() {
    a_file_in_loops_own_folder_names_its_habit(Engine::Sqlite);
}

#[test]
fn folders_postgres() {
    a_file_in_loops_own_folder_names_its_habit(Engine::Postgres);
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
