//! Plain statistics on numbers: no dates, no pain, no I/O.

mod holm;
mod least_squares;
mod median;
mod shifted_sums;

pub use holm::holm;
pub use least_squares::LeastSquares;
pub use median::median;
pub use shifted_sums::shifted_sums;

/// A number of values as a factor in a formula; exact up to four billion.
fn count(values: usize) -> f64 {
    f64::from(u32::try_from(values).unwrap_or(u32::MAX))
}
