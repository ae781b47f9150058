//! Tells cargo what the embedded migrations depend on.

#![allow(clippy::print_stdout, reason = "how a build script talks to cargo")]

fn main() {
    // The migrations are embedded by a macro that cargo does not watch.
    println!("cargo:rerun-if-changed=migrations");
}
