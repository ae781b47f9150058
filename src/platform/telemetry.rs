//! Logs: lines for people on a terminal, JSON elsewhere.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error by `filter`. Does nothing when logging has been started before.
pub fn start(filter: &str) {
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_writer(std::io::stderr)
        // When nobody reads the log any more, there is nowhere to say so, and the service goes on.
        .log_internal_errors(false);
    let terminal = std::io::stderr().is_terminal();
    let _ = if terminal { builder.try_init() } else { builder.json().flatten_event(true).try_init() };
}
