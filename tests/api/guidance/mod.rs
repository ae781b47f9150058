//! What to do next, as hints.

mod progression;
mod weekly_minutes;
