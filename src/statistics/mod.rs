//! Plain statistics on numbers: no dates, no pain, no I/O.

mod median;

pub use median::median;
