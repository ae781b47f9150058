//! What to do next, as hints.

mod learning;
mod progression;
mod weekly_minutes;
