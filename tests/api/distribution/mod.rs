//! The schema can be distributed by the person that rows belong to: keys and hot statements name that person. What can't is
//! listed here with its reason, and docs/scaling.md says what it costs. `migrations/citus.sql` distributes a database.

mod keys;
mod script;
mod sign_up;
mod statement;
mod statements;

/// The column that rows are distributed by.
fn distribution_column(table: &str) -> &'static str {
    if table == "users" { "id" } else { "user_id" }
}

/// Tables that every node has a copy of: asked for by coach, by client or by code, and rarely written.
const OF_EVERYBODY: [&str; 2] = ["grants", "share_codes"];
