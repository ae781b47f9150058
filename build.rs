//! Tells cargo what the embedded migrations depend on.

fn main() {
    // The migrations are embedded by a macro that cargo does not watch.
    println!("cargo:rerun-if-changed=migrations");
}
