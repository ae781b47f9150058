//! Pain: scores with what surrounds them, and each local day's sums of them.

pub mod api;
pub mod days;
pub mod red_flags;
mod score;
pub mod trend;
pub mod vocabulary;

pub use score::{OtherScale, PainScore};
