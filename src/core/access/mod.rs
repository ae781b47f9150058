//! Who may see and change whose data: decided here and nowhere else, next to the load and on the same connection.
//!
//! A [`Caller`] reaches their own data alone. A [`Viewer`] may be a coach who asks about a client: [`DataAccess::answer`]
//! looks for a grant in force, redacts what is not shared, and writes the client's access log. A [`ClientCaller`] is a coach
//! at what lies between them and a client, like comments.

mod actor;
mod caller;
mod client_caller;
pub mod client_routes;
mod coach;
mod data_access;
pub mod grants;
pub mod log;
mod owner;

mod round;
mod scopes;
mod session;
mod shared_write;
pub mod visibility;
mod visit;

pub use actor::Actor;
pub use caller::{Caller, Viewer};
pub use client_caller::{ClientCaller, SharingClient};
pub use coach::{CoachProfile, Person, client, coach, coach_profile, may_coach};
pub use data_access::DataAccess;
pub use owner::{Owner, ProfileRow};
pub use round::Client;
pub use scopes::{Needs, Scope, Scopes};
