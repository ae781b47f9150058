//! The output of a command. A closed pipe (`birddog doctor | head`) is no error: the command ends with the status of its
//! work, as if all had been read.

use std::io::{self, ErrorKind, Write};

use anyhow::{Context, Result};

/// Prints `text` to standard output.
///
/// # Errors
/// When it can't be written for another reason than a closed pipe, like a full disk.
pub fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("cannot write to standard output"),
        _ => Ok(()),
    }
}

/// Says in one line on standard error why the program ends. A failure to write it is ignored.
pub fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "birddog: {line}");
}
