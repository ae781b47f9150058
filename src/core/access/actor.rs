use chrono::Duration;

use super::Scopes;
use crate::core::problems::STEP_UP_REQUIRED;
use crate::platform::http::Problem;
use crate::platform::ids::DeviceId;
use crate::platform::time::Timestamp;

/// How recent a sign-in must be for what can't be undone.
const STEP_UP: Duration = Duration::minutes(5);

/// Who acts in a unit of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The owner of the data, on one of their devices.
    Owner {
        /// The session.
        device: DeviceId,
        /// When they entered their password, in seconds since 1970.
        auth_time: i64,
    },
    /// A coach to whom the owner has granted these scopes.
    Coach(Scopes),
    /// The operator, at the command line.
    Operator,
    /// The service itself.
    Service,
}

impl Actor {
    /// The entity tag of an answer to this actor: `tag`, quotes included. A coach sees less of the same version, so their
    /// tag names the scopes; what they saw under other scopes does not pass for what they see now.
    pub fn tag(self, tag: String) -> String {
        match (self, tag.strip_suffix('"')) {
            (Self::Coach(scopes), Some(open)) => format!("{open}.s{}\"", scopes.bits()),
            _ => tag,
        }
    }

    /// Refuses what can't be undone unless the owner signed in within the last five minutes.
    ///
    /// # Errors
    /// 403.
    pub fn require_recent_sign_in(self, now: Timestamp) -> Result<(), Problem> {
        match self {
            Self::Owner { auth_time, .. } if now.unix_seconds().saturating_sub(auth_time) <= STEP_UP.num_seconds() => {
                Ok(())
            }
            Self::Operator => Ok(()),
            _ => Err(Problem::new(
                STEP_UP_REQUIRED,
                "This cannot be undone, so sign in again and then within five minutes do it.",
            )),
        }
    }

    /// The session of an owner who acts.
    pub fn device(self) -> Option<DeviceId> {
        match self {
            Self::Owner { device, .. } => Some(device),
            _ => None,
        }
    }
}
