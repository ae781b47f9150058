//! Two builds, or this one and another program, under the same loads in turns: A B A B. A machine's own speed changes from
//! minute to minute, so only what ran side by side is compared.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde::Deserialize;

use super::seed;
use super::service::Service;
use super::show;
use super::wrk::{Outcome, Requests};

/// How many turns each has; of the figures the median is printed.
const ROUNDS: usize = 5;

/// How long each turn takes.
const SECONDS: u64 = 4;

/// People with 1,000 sessions each.
const PEOPLE: usize = 20;

/// One of those that are compared.
struct Contender {
    name: String,
    base: String,
    process: u32,
    create: Requests,
    page: Requests,
    /// Ends with it.
    _running: Running,
}

impl Contender {
    fn requests(&self, load: &str) -> &Requests {
        if load == "create" { &self.create } else { &self.page }
    }
}

enum Running {
    Birddog(#[expect(dead_code, reason = "held until the end")] Box<Service>),
    Peer(Child),
}

/// What a peer's command prints in one line once it serves.
#[derive(Deserialize)]
struct Peer {
    name: String,
    /// Its address, as `http://127.0.0.1:8090`.
    base: String,
    /// The process whose CPU time counts.
    process: u32,
    create: Requests,
    page: Requests,
}

/// A figure of one turn.
struct Turn {
    outcome: Outcome,
    /// CPU time of the process, in microseconds a request. A database server's is not in it.
    cpu: f64,
}

/// This build and another.
pub fn binaries(other: &str, postgres: Option<&str>) {
    measure(&[
        birddog("this", Path::new(env!("CARGO_BIN_EXE_birddog")), postgres),
        birddog(other, Path::new(other), postgres),
    ]);
}

/// This build and a peer, started by a shell command. The command fills it with 20 people of 1,000 records each, prints a
/// line of JSON (see benches/load/peers) and serves until its standard input ends.
pub fn peer(command: &str, postgres: Option<&str>) {
    measure(&[birddog("birddog", Path::new(env!("CARGO_BIN_EXE_birddog")), postgres), start_peer(command)]);
}

fn birddog(name: &str, binary: &Path, postgres: Option<&str>) -> Contender {
    let service = Service::start_binary(binary, postgres);
    let people = seed::people_with_days(&service, PEOPLE, 1_000);
    Contender {
        name: name.to_owned(),
        base: service.base.clone(),
        process: service.process(),
        create: Requests::writes(&people),
        page: Requests::get("/v1/sessions?limit=30", &people),
        _running: Running::Birddog(Box::new(service)),
    }
}

fn start_peer(command: &str) -> Contender {
    let mut child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell starts");
    let mut line = String::new();
    let output = child.stdout.take().expect("a pipe");
    BufReader::new(output).read_line(&mut line).expect("a line of the peer");
    let Peer { name, base, process, create, page } =
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: the peer printed: {line}"));
    Contender { name, base, process, create, page, _running: Running::Peer(child) }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Self::Peer(child) = self {
            drop(child.stdin.take());
            let _ = child.wait();
        }
    }
}

fn measure(contenders: &[Contender; 2]) {
    println!("| load | connections | who | a second | CPU | p50 | p99 | errors |");
    println!("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |");
    for load in ["create", "page of 30"] {
        for connections in [1, 16, 64] {
            let mut turns = [Vec::new(), Vec::new()];
            for _ in 0..ROUNDS {
                for (contender, turns) in contenders.iter().zip(&mut turns) {
                    turns.push(turn(contender, contender.requests(load), connections));
                }
            }
            for (contender, turns) in contenders.iter().zip(&turns) {
                print(load, connections, &contender.name, turns);
            }
            let [first, second] = turns.each_ref().map(|turns| median(turns, |turn| turn.outcome.per_second));
            println!("| | | {} : {} | {:.2} : 1 | | | | |", contenders[0].name, contenders[1].name, first / second);
        }
    }
}

fn turn(contender: &Contender, requests: &Requests, connections: usize) -> Turn {
    let before = cpu_seconds(contender.process);
    let outcome = requests.load().run_at(&contender.base, connections, SECONDS);
    let used = cpu_seconds(contender.process) - before;
    #[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
    let cpu = used * 1e6 / outcome.requests as f64;
    Turn { outcome, cpu }
}

fn print(load: &str, connections: usize, name: &str, turns: &[Turn]) {
    let errors: u64 = turns.iter().map(|turn| turn.outcome.errors).sum();
    let [p50, p99] = [|turn: &Turn| turn.outcome.p50, |turn: &Turn| turn.outcome.p99].map(|time| {
        let mut times: Vec<_> = turns.iter().map(time).collect();
        times.sort();
        show(times[times.len() / 2])
    });
    let (per_second, cpu) = (median(turns, |turn| turn.outcome.per_second), median(turns, |turn| turn.cpu));
    println!("| {load} | {connections} | {name} | {per_second:.0} | {cpu:.0} µs | {p50} | {p99} | {errors} |");
}

fn median(turns: &[Turn], figure: impl Fn(&Turn) -> f64) -> f64 {
    let mut figures: Vec<_> = turns.iter().map(figure).collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// CPU time that the process has used, in seconds, by Linux's count of hundredths.
fn cpu_seconds(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name, in parentheses, may hold anything; user and system time are the 12th and 13th fields after it.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
