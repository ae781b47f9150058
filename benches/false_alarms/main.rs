//! How often the insights speak up about made-up diaries that hold nothing, and how often they see what is there.
//!
//! `cargo bench --bench false_alarms` prints Markdown tables of all parts, `cargo bench --bench false_alarms trend` of one.
//! The draws are the same in every run.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss, clippy::print_stdout, missing_docs)]

mod acupuncture;
mod exercise;
mod noise;
mod trend;

/// What can be simulated, by name.
const PARTS: [(&str, fn()); 3] =
    [("trend", trend::run), ("acupuncture", acupuncture::run), ("exercise", exercise::run)];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo bench` passes this flag; under `cargo test --benches`, which does not, there is nothing to run.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let named: Vec<_> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    for (name, run) in PARTS {
        if named.is_empty() || named.iter().any(|one| *one == name) {
            println!("\n## {name}");
            run();
        }
    }
}
