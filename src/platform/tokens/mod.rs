//! What a signed-in client carries: short access tokens that anybody can verify, and opaque refresh tokens.
//!
//! The keys live in a file next to the database, never in it: a stolen copy of the database mints no session.

mod access_token;
mod key_file;
mod refresh_token;
mod share_code;

pub use access_token::{AccessTokens, Claims};
pub use key_file::KeyFile;
pub use refresh_token::{Decision, Presented, RefreshTokens, SessionState};
pub use share_code::ShareCodes;
