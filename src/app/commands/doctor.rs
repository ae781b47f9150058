use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;

use super::print;
use crate::app::doctor::{Finding, examine};
use crate::platform::config::Config;
use crate::platform::time::Clock;

/// Runs all checks and prints a line for each; fails when one of them did.
pub fn doctor(config: &Config, fix: bool) -> Result<ExitCode> {
    let findings = examine(config, Clock::system().now(), fix);
    let mut lines = String::new();
    for finding in &findings {
        let _ = writeln!(lines, "{finding}");
    }
    print(&lines)?;
    Ok(if findings.iter().all(Finding::is_fine) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
