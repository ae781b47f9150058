//! Input from outside, parsed once: strict JSON, bounded values, and every error of an input in one list.

mod bounded;
mod errors;
mod json;
mod parsed;
mod passed_over;

pub use bounded::{Amount, BoundedInt, BoundedString, List};
pub use errors::{FieldError, FieldErrors};
pub use json::{JsonError, parse_json};
pub(crate) use parsed::parsed_text;
pub use passed_over::{pass_over, pass_over_own};

use serde_json::Value;

/// Reads `value` as a `T`; on failure, every error in it.
///
/// # Errors
/// The errors, each with the pointer (RFC 6901) of the place in `value` it concerns.
pub fn decode<T: deserr::Deserr<FieldErrors>>(value: Value) -> Result<T, FieldErrors> {
    deserr::deserialize(value)
}
