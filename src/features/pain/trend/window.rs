use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::core::access::visibility::visible;

/// The days of the diary that statistics looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema, Deserialize)]
pub struct DayWindow {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Whether there were days before, so that only the last 1,096 were looked at.
    pub cut: bool,
}

visible!(DayWindow: always[from, to, cut]);
