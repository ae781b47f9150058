//! When exercise prompts pause (rules §10): after a red flag, and on days let off.

use chrono::Days;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Owner;
use crate::advisory::Advisory;
use crate::db::AnyConnection;
use crate::http::Problem;
use crate::pain::{PainScore, red_flags};
use crate::records::{Stored, store};
use crate::time::LocalDay;
use crate::training::mark_kind::MarkKind;
use crate::vocabulary::vocabulary;

/// Days for which a red flag pauses prompts, unless a later score says there is none.
const RED_FLAG_DAYS: i64 = 14;

/// Days of pain scores that are looked at.
const FOUR_WEEKS: u64 = 28;

/// Pain scores looked at, the newest.
const MOST: i64 = 500;

vocabulary! {
    /// Why exercise prompts pause.
    pub enum PauseReason("pause_reason") {
        RedFlag = "red_flag" / "A warning sign was ticked; see a doctor first",
        Flare = "flare" / "The day is marked as a flare-up",
        Sick = "sick" / "The day is marked as ill",
    }
}

/// Exercise prompts that pause. Sessions can be recorded all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Pause {
    /// Why.
    pub reason: PauseReason,
    /// Plain words.
    pub text: &'static str,
}

/// The pain scores of the last four weeks, newest first.
///
/// # Errors
/// The database's.
pub fn recent_scores(connection: &mut AnyConnection, owner: &Owner, day: LocalDay) -> Result<Vec<PainScore>, Problem> {
    let range = day.date() - Days::new(FOUR_WEEKS - 1)..=day.date();
    store::newest::<PainScore>(connection, owner.user, range, MOST)?.iter().map(Stored::read).collect()
}

/// The advisories of the red flags that stand on a day: those of the newest score of the last 14 days that speaks of red
/// flags at all. A score with an empty list says that there are none any more. `scores` come newest first.
#[must_use]
pub fn standing_red_flags(scores: &[PainScore], day: LocalDay) -> Vec<Advisory> {
    let mut lately = scores.iter().filter(|score| day.days_since(score.day()) < RED_FLAG_DAYS);
    let flags = lately.find_map(|score| score.red_flags.as_ref());
    red_flags::advisories(flags.into_iter().flat_map(|flags| flags.iter().copied()))
}

/// Whether prompts pause: for red flags that stand, else for the day's mark.
#[must_use]
pub fn pause(red_flags: &[Advisory], mark: Option<MarkKind>) -> Option<Pause> {
    let (reason, text) = if !red_flags.is_empty() {
        (PauseReason::RedFlag, "You ticked a warning sign. Please see a doctor before you go on; your plan will wait.")
    } else if mark == Some(MarkKind::Flare) {
        (PauseReason::Flare, "A flare-up day: a little gentle movement is plenty, nothing has to grow today.")
    } else if mark == Some(MarkKind::Sick) {
        (PauseReason::Sick, "You are ill today. Rest; your plan will wait.")
    } else {
        return None;
    };
    Some(Pause { reason, text })
}
