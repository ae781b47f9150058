//! Plain statistics on numbers: no dates, no pain, no I/O.

mod autocorrelated_line;
mod holm;
mod kendall_variance;
mod least_squares;
mod mann_kendall;
mod median;
mod observation;
mod order;
mod shifted_sums;
mod student;
mod theil_sen;

pub use autocorrelated_line::{AutocorrelatedLine, autocorrelated_line};
pub use holm::holm;
pub use least_squares::LeastSquares;
pub use mann_kendall::{MannKendall, mann_kendall};
pub use median::median;
pub use observation::Observation;
pub use shifted_sums::shifted_sums;
pub use student::student_tail;
pub use theil_sen::{TheilSen, theil_sen};

/// The two-sided 95 % quantile of the standard normal distribution, Φ⁻¹(0.975).
const Z_95: f64 = 1.959_963_984_540_054;

/// A number of values as a factor in a formula; exact up to four billion.
pub(crate) fn count(values: usize) -> f64 {
    f64::from(u32::try_from(values).unwrap_or(u32::MAX))
}
