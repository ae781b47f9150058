//! Pain over time (rules §7). Pure: daily scores in, answer out, no clock and no database. Nothing here may claim more than
//! the diary carries.

pub mod buckets;
pub mod change;
pub mod daily;
pub mod slope;
pub mod verdict;
mod window;

pub use window::DayWindow;
