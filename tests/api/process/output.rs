//! Nobody reads what the program says: commands end as if all had been read, and the service goes on.

use std::io::Write;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::program::command;
use crate::support::{Engine, TestDatabase, exchange};

/// The reading end is closed before the command says anything.
fn unread() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

fn ended(command: &mut Command) -> (Option<i32>, String) {
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn commands_end_with_the_status_of_their_work() {
    let place = TestDatabase::new(Engine::Sqlite);
    let diary = place.folder().join("diary.csv");
    std::fs::write(&diary, "date,score\n2026-01-20 08:00,4\n").unwrap();
    let import = ["import", "--user", "maria@demo.example", "--format", "pain-csv", "--map", "region=low_back"];
    let import = [&import[..], &[diary.to_str().unwrap()]].concat();
    for arguments in [&["demo"][..], &["openapi"], &["migrate"], &["doctor"], &import] {
        let (status, said) = ended(command(&place).args(arguments).stdout(unread()));
        assert_eq!((status, said.contains("panicked")), (Some(0), false), "{arguments:?}: {said}");
    }
    // What a command found counts, read or not.
    std::fs::write(place.folder().join("keys.json"), "{}").unwrap();
    let (status, said) = ended(command(&place).arg("doctor").stdout(unread()));
    assert_eq!(status, Some(1), "{said}");
    // Nor does it matter whether anybody reads of a failure.
    let status = command(&place).arg("serve").stdout(unread()).stderr(unread()).status().unwrap();
    assert_eq!(status.code(), Some(1));
    let status = command(&place).env("BIRDDOG_BIND", "nowhere").stderr(unread()).status().unwrap();
    assert_eq!(status.code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn what_could_not_be_written_is_a_failure() {
    let place = TestDatabase::new(Engine::Sqlite);
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let (status, said) = ended(command(&place).arg("openapi").stdout(full));
    assert_eq!((status, said.trim_end().lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("standard output") && !said.contains("panicked"), "{said}");
}

/// A shell closes the descriptors themselves.
#[cfg(unix)]
#[test]
fn closed_descriptors_are_no_trouble() {
    let place = TestDatabase::new(Engine::Sqlite);
    for arguments in ["openapi", "migrate", "doctor"] {
        let program = command(&place);
        let mut shell = Command::new("sh");
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        shell.args(["-c", "exec \"$0\" \"$@\" >&- 2>&-"]).arg(program.get_program()).arg(arguments);
        assert_eq!(shell.status().unwrap().code(), Some(0), "{arguments}");
    }
}

struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn the_service_goes_on_without_its_log(engine: Engine) {
    let place = TestDatabase::new(engine);
    let mut serving = command(&place);
    serving.env("BIRDDOG_LOG", "debug");
    let mut child = Killed(serving.spawn().unwrap());
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.0.stderr.take().unwrap()));
    let address: SocketAddr = loop {
        let entry: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap_or_default();
        if entry["message"] == "serving" {
            break entry["address"].as_str().unwrap().parse().unwrap();
        }
    };
    // As with `birddog serve 2>&1 | head -n 1`.
    drop((lines, child.0.stdout.take()));
    for _ in 0..20 {
        // Each writes a line of the log.
        let answer = exchange(address, b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    assert!(child.0.try_wait().unwrap().is_none());
    assert!(Command::new("kill").arg("-TERM").arg(child.0.id().to_string()).status().unwrap().success());
    assert_eq!(child.0.wait().unwrap().code(), Some(0));
}

#[test]
fn the_service_goes_on_without_its_log_sqlite() {
    the_service_goes_on_without_its_log(Engine::Sqlite);
}

#[test]
fn the_service_goes_on_without_its_log_postgres() {
    the_service_goes_on_without_its_log(Engine::Postgres);
}

#[test]
fn an_unread_pipe_is_one() {
    // The precondition of the tests above.
    let (reader, mut writer) = std::io::pipe().unwrap();
    drop(reader);
    assert_eq!(writer.write_all(b"x").unwrap_err().kind(), std::io::ErrorKind::BrokenPipe);
}
