//! A coach's triage against a plain slow model, and by example (rules §14).

mod generate;
mod model;
mod property;
mod worked;
