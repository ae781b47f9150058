//! `openapi.yaml`: it is current, it is sound, and the service does what it says.

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
    let file = std::fs::read_to_string("openapi.yaml").unwrap();
    let generated = openapi::yaml(&document()).unwrap();
    let differs = file.lines().zip(generated.lines()).position(|(old, new)| old != new);
    assert!(
        file == generated,
        "openapi.yaml is not what the code describes (first at line {}); run: cargo run -- openapi > openapi.yaml",
        differs.map_or_else(|| "the end".to_owned(), |line| (line + 1).to_string()),
    );
}
