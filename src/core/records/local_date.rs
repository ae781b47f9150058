use chrono::Duration;

use crate::core::access::Owner;
use crate::platform::input::FieldErrors;
use crate::platform::time::{LocalDay, Timestamp, Zone};

/// When and where something happened, as its record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: Timestamp,
    /// The zone it happened in.
    pub zone: Zone,
    /// The local day, stated by the client or derived.
    pub local_date: Option<LocalDay>,
}

impl Moment {
    /// The local day of this moment (rules §1): what the client states, if it is within a day of the wall clock; else
    /// what `prior` had for the same instant and zone, since a changed profile never moves history; else the wall clock's.
    ///
    /// # Errors
    /// An error at `/local_date`.
    pub fn normalize(self, prior: Option<Self>, owner: &Owner) -> Result<LocalDay, FieldErrors> {
        let derived = LocalDay::of(self.at, self.zone, owner.day_starts_at);
        match (self.local_date, prior) {
            (Some(stated), _) if stated.days_since(derived).abs() <= 1 => Ok(stated),
            (Some(_), _) => {
                let detail = format!("must be within a day of {derived}, the date at that instant in that zone");
                Err(FieldErrors::one("/local_date", "local_date_differs", detail))
            }
            (None, Some(Self { at, zone, local_date: Some(kept) })) if (at, zone) == (self.at, self.zone) => Ok(kept),
            (None, _) if derived.is_in_calendar() => Ok(derived),
            (None, _) => {
                let detail = "must be stated, for in that zone the instant lies outside the years 1900 to 9999";
                Err(FieldErrors::one("/local_date", "out_of_range", detail))
            }
        }
    }
}

/// An error when something is said to have happened more than a day from now; clocks of devices may be off, but not
/// by more.
#[must_use]
pub fn check_has_happened(at: Timestamp, pointer: &str, owner: &Owner) -> FieldErrors {
    if at > owner.now.plus(Duration::days(1)) {
        return FieldErrors::one(pointer, "in_the_future", "must not lie more than a day ahead");
    }
    FieldErrors::none()
}
