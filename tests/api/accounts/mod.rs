//! Accounts: signing up and in, renewing, signing out, the profile, the password, the end of an account.

mod deletion;
mod device;
mod devices;
mod jwks;
mod login;
mod password;
mod password_races;
mod password_rules;
mod profile;
mod refresh;
mod refresh_replay;
mod register;
mod step_up;
pub mod tables;

pub use device::{Device, all_at_once, registration};
pub use tables::{count, row_counts};
