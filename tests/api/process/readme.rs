use std::process::{Command, Output};

use super::program::Program;
use crate::support::{Engine, TestDatabase};

const README: &str = include_str!("../../../README.md");

/// The entry of the client's log for the coach's read of the streak.
const LOGGED: &str = r#""operation":"GET /v1/clients/{client_id}/streak""#;

/// The fenced blocks of the README's tour, in order, with whether each is meant to fail.
fn tour() -> Vec<(String, bool)> {
    let mut blocks = Vec::new();
    let mut lines = README.lines();
    while let Some(fence) = lines.find(|line| line.starts_with("```sh tour")) {
        let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push((block.join("\n"), fence.ends_with(" fails")));
    }
    blocks
}

/// Runs blocks in one shell, as a reader would.
fn run(place: &TestDatabase, program: &Program, blocks: &[(String, bool)]) -> Output {
    let script: Vec<_> = blocks.iter().map(|(block, _)| block.as_str()).collect();
    Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script.join("\n")])
        .env("BASE", format!("http://{}", program.address))
        .current_dir(place.folder())
        .output()
        .unwrap()
}

fn the_tour_runs_as_printed(engine: Engine) {
    let place = TestDatabase::new(engine);
    let program = Program::start(&place);
    let (failing, working): (Vec<_>, Vec<_>) = tour().into_iter().partition(|(_, fails)| *fails);
    assert!(working.len() >= 6 && failing.len() == 1, "the tour has changed its shape");

    let output = run(&place, &program, &working);
    let answers = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{answers}\n{}", String::from_utf8_lossy(&output.stderr));
    for shown in [r#""length":1"#, r#""reason":"goal_met""#, r#""days_scored":1"#, r#""kind":"times_per_week""#, LOGGED]
    {
        assert!(answers.contains(shown), "{shown} is not in {answers}");
    }
    // The plan that begins today leaves the day done that was done before.
    let days = answers.lines().rfind(|line| line.contains(r#""days":[{"date""#)).unwrap();
    assert!(days.contains(r#""state":"done""#) && days.contains(r#""goal_minutes":10"#), "{days}");
    // The account exists by now, so the one that is meant to fail gets a token of its own.
    let sign_up = (working[0].0.replace("maria@", "other@"), false);
    let output = run(&place, &program, &[vec![sign_up], failing].concat());
    let answer = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success());
    for pointer in ["/recorded_at", "/time_zone", "/score"] {
        assert!(answer.contains(pointer), "{pointer} is not in {answer}");
    }
}

#[test]
fn sqlite() {
    the_tour_runs_as_printed(Engine::Sqlite);
}

#[test]
fn postgres() {
    the_tour_runs_as_printed(Engine::Postgres);
}
