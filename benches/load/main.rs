//! Load figures of the real binary, over HTTP, with the public generator `wrk`.
//!
//! `cargo bench --bench load` measures on SQLite, `cargo bench --bench load -- sync` what sync costs, `-- coach` what
//! coaching costs, `-- scale` what ten million records cost, `-- compare BINARY` this build and another in turns,
//! `-- peer COMMAND` this build and another program; with `BIRDDOG_BENCH_POSTGRES_URL` set, on that PostgreSQL server too, in a
//! database of its own. The method and a table of results are in docs/benchmarks.md.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod coach;
mod compare;
mod fsync;
mod postgres;
mod scale;
mod seed;
mod service;
mod sync;
mod wrk;

use std::time::Duration;

use service::Service;
use wrk::{Load, Outcome};

/// How long each load runs.
const SECONDS: u64 = 10;

/// People with 1,000 sessions each.
const PEOPLE: usize = 100;

fn main() {
    // `cargo test --benches` and `cargo bench` both pass flags of the standard harness.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let postgres = std::env::var("BIRDDOG_BENCH_POSTGRES_URL").ok();
    let engines = [Some(("sqlite", None)), postgres.as_deref().map(|url| ("postgres", Some(url)))];
    for (engine, postgres) in engines.into_iter().flatten() {
        if let Some(binary) = value_of("compare") {
            compare::binaries(&binary, postgres);
        } else if let Some(command) = value_of("peer") {
            compare::peer(&command, postgres);
        } else {
            println!("| engine | load | connections | a second | p50 | p99 | errors |");
            println!("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
            measure(engine, postgres);
        }
        println!("\n{engine}: an fsync of 4 KiB here: {}\n", show(fsync::median(200)));
    }
}

/// The argument after the one of this name.
fn value_of(name: &str) -> Option<String> {
    std::env::args().skip_while(|argument| argument != name).nth(1)
}

fn measure(engine: &str, postgres: Option<&str>) {
    let mut service = Service::start(postgres);
    let asked = |part: &str| std::env::args().any(|argument| argument == part);
    if asked("sync") || asked("coach") || asked("scale") {
        let print = |load: &str, connections, outcome: &Outcome| print(engine, load, connections, outcome);
        if asked("sync") {
            sync::measure(&service, &print);
        }
        if asked("coach") {
            coach::measure(&mut service, &print);
        }
        if asked("scale") {
            scale::measure(&mut service, &print);
        }
        return;
    }
    let people = seed::people_with_days(&service, PEOPLE, 1_000);
    let print = |load: &str, connections, outcome: &Outcome| print(engine, load, connections, outcome);
    for connections in [16, 64] {
        print("write a session", connections, &Load::writes(&people).run(&service, connections, SECONDS));
    }
    for connections in [16, 64] {
        print(
            "page of 30 out of 1,000",
            connections,
            &Load::get_as("/v1/sessions?limit=30", &people).run(&service, connections, SECONDS),
        );
    }
    let (young, old) = (seed::person_with_days(&service, 30), seed::person_with_days(&service, 3650));
    for path in ["/v1/streak", "/v1/today"] {
        for (person, days) in [(&young, "30 days"), (&old, "10 years")] {
            let load = Load::get(path, person);
            print(&format!("{path}, {days}"), 16, &load.run(&service, 16, SECONDS));
        }
    }
    print("/v1/streak, 10 years, 304", 16, &Load::poll("/v1/streak", &old, &service).run(&service, 16, SECONDS));
    print("/healthz (the HTTP ceiling)", 16, &Load::get("/healthz", &old).run(&service, 16, SECONDS));
    println!("\n{engine}: {}", service.memory());
}

fn print(engine: &str, load: &str, connections: usize, outcome: &Outcome) {
    let Outcome { per_second, p50, p99, errors, .. } = outcome;
    println!("| {engine} | {load} | {connections} | {per_second:.0} | {} | {} | {errors} |", show(*p50), show(*p99));
}

fn show(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}
