use std::process::ExitCode;

use birddog::config::Config;
use birddog::doctor::{Finding, examine};
use birddog::time::Clock;

/// Looks at everything and prints a line for each check; fails when one of them did.
pub fn doctor(config: &Config, fix: bool) -> ExitCode {
    let findings = examine(config, Clock::system().now(), fix);
    for finding in &findings {
        println!("{finding}");
    }
    if findings.iter().all(Finding::is_fine) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
