//! Accounts: signing up and in, the profile, and the devices a person is signed in on.

pub mod api;
mod email;
mod password;
pub mod problems;
mod sign_up;
mod store;

pub use email::Email;
pub use password::{Passwords, password_faults};
pub use sign_up::sign_up;
pub use store::{NewUser, show_as_coach, user_ids, user_with_email};

use serde::Serialize;
use utoipa::ToSchema;

use crate::core::access::CoachProfile;
use crate::platform::ids::UserId;
use crate::platform::time::{DayStart, Timestamp, Zone};

/// A person as they see themselves.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// Where mails go, and the name to sign in with.
    #[schema(value_type = String, example = "maria@example.org")]
    pub email: String,
    /// What to call them.
    #[schema(example = "Maria")]
    pub display_name: String,
    /// The zone that "today" is in.
    pub time_zone: Zone,
    /// When their day begins.
    pub day_starts_at: DayStart,
    /// Whether streaks earn freezes.
    pub streak_freezes: bool,
    /// How clients see them, when they coach.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub coach_profile: Option<CoachProfile>,
    /// Their change counter.
    pub rev: i64,
    /// When they signed up.
    pub created_at: Timestamp,
    /// When the profile last changed.
    pub updated_at: Timestamp,
}
