//! When exercise prompts pause (rules §10): after a red flag, and on days let off.

use serde::Serialize;
use utoipa::ToSchema;

use crate::core::advisory::{Advisory, AdvisoryLevel, most_pressing_first};
use crate::core::records::{Stored, store};
use crate::core::tx::Tx;
use crate::features::acupuncture::appointments;
use crate::features::pain::{PainScore, red_flags};
use crate::features::training::mark_kind::MarkKind;
use crate::platform::db::DbError;
use crate::platform::time::LocalDay;
use crate::platform::vocabulary::vocabulary;

/// Days for which a red flag or an alarming side effect pauses prompts.
const ALARM_DAYS: i64 = 14;

/// Days of pain scores that are looked at.
const LOOK_BACK_DAYS: i64 = 28;

/// Pain scores looked at, the newest.
const MAX_SCORES: i64 = 5_000;

vocabulary! {
    /// Why exercise prompts pause.
    pub enum PauseReason("pause_reason") {
        RedFlag = "red_flag" / "A warning sign, or an alarming side effect: see a doctor first",
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

/// The pain scores that a day looks back at, newest first: four weeks of them, and those dated a day ahead, as by somebody
/// who is east of their profile's zone.
pub fn recent_scores(tx: &mut Tx<'_>, day: LocalDay) -> Result<Vec<PainScore>, DbError> {
    let last = if day >= tx.owner.today(None) { day.plus_days(1) } else { day };
    let range = day.plus_days(1 - LOOK_BACK_DAYS).date()..=last.date();
    store::newest::<PainScore>(tx, range, MAX_SCORES)?.iter().map(Stored::read).collect()
}

/// What a doctor should see before exercise goes on.
#[derive(Debug, Clone, Default)]
pub struct Alarms {
    /// The advisories of the red flags that stand.
    pub red_flags: Vec<Advisory>,
    /// The urgent and emergency advisories of visits of the last 14 days: those of side effects.
    pub side_effects: Vec<Advisory>,
}

impl Alarms {
    /// What stands on a day. `scores` are [`recent_scores`].
    pub fn load(tx: &mut Tx<'_>, day: LocalDay, scores: &[PainScore]) -> Result<Self, DbError> {
        let days = day.plus_days(1 - ALARM_DAYS).date()..=day.date();
        let visits = appointments(tx, days)?;
        let told = visits.into_iter().flat_map(|(_, visit)| visit.advisories);
        let side_effects = told.filter(|advisory| advisory.level >= AdvisoryLevel::Urgent).collect();
        Ok(Self { red_flags: standing_red_flags(scores, day), side_effects })
    }

    /// Both together, the most pressing first.
    #[must_use]
    pub fn all(&self) -> Vec<Advisory> {
        let mut all = [self.red_flags.clone(), self.side_effects.clone()].concat();
        most_pressing_first(&mut all);
        all
    }
}

/// The advisories of the red flags that stand on a day: all that were ticked in the last 14 days, since the newest score whose
/// list of them is empty, which says that there are none any more. `scores` come newest first.
fn standing_red_flags(scores: &[PainScore], day: LocalDay) -> Vec<Advisory> {
    let lately = scores.iter().filter(|score| day.days_since(score.day()) < ALARM_DAYS);
    let lists = lately.filter_map(|score| score.red_flags.as_ref());
    red_flags::advisories(lists.take_while(|flags| !flags.is_empty()).flat_map(|flags| flags.iter().copied()))
}

/// Whether prompts pause: for what a doctor should see first, else for the day's mark. `advisories` are those that stand.
#[must_use]
pub fn pause(advisories: &[Advisory], mark: Option<MarkKind>) -> Option<Pause> {
    let most_pressing = advisories.iter().map(|advisory| advisory.level).max();
    let (reason, text) = match (most_pressing, mark) {
        (Some(AdvisoryLevel::Emergency), _) => {
            (PauseReason::RedFlag, "Please get help now, as the advisory says. Your plan will wait.")
        }
        (Some(AdvisoryLevel::Urgent), _) => {
            (PauseReason::RedFlag, "Please see a doctor before you go on, as the advisory says. Your plan will wait.")
        }
        (_, Some(MarkKind::Flare)) => {
            (PauseReason::Flare, "A flare-up day: a little gentle movement is plenty, nothing has to grow today.")
        }
        (_, Some(MarkKind::Sick)) => (PauseReason::Sick, "You are ill today. Rest; your plan will wait."),
        _ => return None,
    };
    Some(Pause { reason, text })
}
