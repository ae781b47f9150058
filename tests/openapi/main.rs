//! `openapi.yaml`: it is current, it is sound, and the service does what it says.
//!
//! `BIRDDOG_WRITE_DESCRIPTION=1 cargo test --test openapi current` writes it again. The program can't: it has the file in it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod app;
mod clients;
mod examples;
mod live;
mod produced;
mod schemas;
mod shape;
mod yaml;

use birddog::app::openapi;
use birddog::app::startup::document;

#[test]
fn the_checked_in_file_is_current() {
    let generated = openapi::yaml(&document()).unwrap();
    if std::env::var_os("BIRDDOG_WRITE_DESCRIPTION").is_some() {
        std::fs::write("openapi.yaml", generated).unwrap();
        return;
    }
    let file = std::fs::read_to_string("openapi.yaml").unwrap();
    let differs = file.lines().zip(generated.lines()).position(|(old, new)| old != new);
    assert!(
        file == generated,
        "openapi.yaml is not what the code describes (first at line {}); run: \
        BIRDDOG_WRITE_DESCRIPTION=1 cargo test --test openapi current",
        differs.map_or_else(|| "the end".to_owned(), |line| (line + 1).to_string()),
    );
}
