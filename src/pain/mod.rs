//! Pain: scores with what surrounds them, and each local day's sums of them.

pub mod days;
pub mod red_flags;
mod score;
pub mod vocabulary;

pub use score::{OtherScale, PainScore};
