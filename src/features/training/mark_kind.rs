//! Why a day may be let off: the mark a person puts on a local day.

use crate::platform::vocabulary::vocabulary;

vocabulary! {
    /// A mark on a local day. A marked day that stays below its goal is exempt (rules §3).
    pub enum MarkKind("day_mark_kind") {
        Rest = "rest" / "A day off taken on purpose",
        Sick = "sick" / "Ill",
        Travel = "travel" / "On the road",
        Flare = "flare" / "A flare-up: the plan's smaller goal counts",
    }
}
