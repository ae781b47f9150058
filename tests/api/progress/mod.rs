//! What the records add up to, as clients read it.

mod answers;
mod freshness;
mod history;
mod property;
mod ranges;
mod trends;
mod worked;
