use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::TestDatabase;

/// The program with settings for a place, and none of this process's own.
pub fn command(place: &TestDatabase) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_birddog"));
    let ours = std::env::vars()
        .map(|(name, _)| name)
        .filter(|name| name.starts_with("BIRDDOG_") || name.starts_with("DATABASE_"));
    ours.for_each(|name| {
        command.env_remove(name);
    });
    command
        // An operator sees the line, not where in the code it came from.
        .env_remove("RUST_BACKTRACE")
        .env("BIRDDOG_BIND", "127.0.0.1:0")
        .env("BIRDDOG_DATA_DIR", place.folder())
        .env("DATABASE_URL", place.url())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// How long the program may take to start or to stop: longer than requests in flight get to finish.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// The program serving. Dropping it kills it.
pub struct Program {
    pub address: SocketAddr,
    child: Child,
}

impl Program {
    /// Starts it and waits until it serves.
    pub fn start(place: &TestDatabase) -> Self {
        Self::start_with(place, |_| {})
    }

    /// The same with other settings.
    pub fn start_with(place: &TestDatabase, change: impl FnOnce(&mut Command)) -> Self {
        let mut command = command(place);
        change(&mut command);
        let mut child = command.spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap()).lines();
        let (sender, lines) = mpsc::channel();
        // It reads to the end, whether or not somebody listens: a full pipe would hold the program up.
        std::thread::spawn(move || log.map_while(Result::ok).for_each(|line| drop(sender.send(line))));
        let mut seen = Vec::new();
        let address = loop {
            let Ok(line) = lines.recv_timeout(DEADLINE) else {
                let _ = child.kill();
                panic!("it did not start: {seen:?}");
            };
            let entry: Value = serde_json::from_str(&line).unwrap_or_default();
            if entry["message"] == "serving" {
                break entry["address"].as_str().unwrap().parse().unwrap();
            }
            seen.push(line);
        };
        Self { address, child }
    }

    /// Ends it as a power switch would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop.
    pub fn terminate(&self) {
        let asked = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        assert!(asked.success());
    }

    /// Waits until the program has ended by itself. Fails when it has not after [`DEADLINE`].
    pub fn wait(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < DEADLINE, "it was still running after {DEADLINE:?}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
