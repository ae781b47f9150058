//! Whether to do more of an exercise, the same, or less (rules §6). Pure. A hint changes nothing by itself.

use serde::Serialize;
use utoipa::ToSchema;

use super::next_dose::{DoseChange, next_dose};
use super::past_session::PastSession;
use crate::features::training::PlanItem;
use crate::features::training::catalogue::CatalogueExercise;
use crate::platform::time::LocalDay;
use crate::platform::vocabulary::vocabulary;

/// Sessions that a hint needs.
pub const SESSIONS: usize = 2;

/// Effort up to which a session was easy enough to go on from.
const EASY_EFFORT: u32 = 6;
/// Effort from which a session was too hard.
const HARD_EFFORT: u32 = 9;
/// Pain during a session from which it was too much.
const MUCH_PAIN: u32 = 6;
/// Points that pain may rise by the next day and still be nothing.
const SMALL_RISE: f64 = 1.0;
/// Points of rise from which a session was too much.
const LARGE_RISE: f64 = 3.0;

vocabulary! {
    /// What a progression hint suggests (rules §6).
    pub enum HintKind("hint_kind") {
        Advance = "advance" / "A little more",
        Hold = "hold" / "The same again",
        Ease = "ease" / "A little less",
        TooFewEntries = "too_few_entries" / "Too few entries to say",
    }

    /// The rule that spoke in a progression hint (rules §6).
    pub enum HintRule("hint_rule") {
        EffortVeryHigh = "effort_very_high" / "The last session was an effort of 9 or more",
        PainRoseMuch = "pain_rose_much" / "Pain rose by 3 points or more by the next day",
        MuchPainDuring = "much_pain_during" / "Pain of 6 or more during the last session",
        EffortHigh = "effort_high" / "An effort above 6 in one of the last two sessions",
        PainRose = "pain_rose" / "Pain rose by more than 1 point by the next day",
        NotMetTwice = "not_met_twice" / "The last two sessions did not both meet the plan",
        MetTwice = "met_twice" / "The last two sessions met the plan, with little effort and no rise of pain",
        FewerThanTwoSessions = "fewer_than_two_sessions" / "Fewer than two sessions in four weeks",
        EffortNotNoted = "effort_not_noted" / "The effort of the last two sessions is not noted",
        NextDayToCome = "next_day_to_come" / "How the day after your last session feels will tell",
        NextDayNotScored = "next_day_not_scored" / "Pain before, or on the day after, is not noted",
    }
}

/// How an exercise could go on. Never automatic: the plan stays as it is until the person changes it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProgressionHint {
    /// What it suggests.
    pub kind: HintKind,
    /// The rule that spoke.
    pub rule: HintRule,
    /// Plain words.
    pub text: String,
    /// With `advance`: the one thing to change. Null when the target is reached, and the text says what comes then.
    pub change: Option<DoseChange>,
}

/// The hint for an exercise. `last` are its sessions, newest first; the first two count. What asks for less wins over what
/// allows more.
#[must_use]
pub fn hint(
    last: &[PastSession],
    item: &PlanItem,
    exercise: Option<&CatalogueExercise>,
    as_of: LocalDay,
) -> ProgressionHint {
    let (kind, rule) = judge(last, as_of);
    let (change, text) = match kind {
        HintKind::Advance => {
            let next = next_dose(item, exercise);
            (next.change, next.text)
        }
        HintKind::Hold => (None, format!("Stay with what you do. {}.", rule.label())),
        HintKind::Ease => (None, format!("Do a little less next time, or an easier form. {}.", rule.label())),
        HintKind::TooFewEntries => (None, format!("Too few entries to say. {}.", rule.label())),
    };
    ProgressionHint { kind, rule, text, change }
}

fn judge(last: &[PastSession], as_of: LocalDay) -> (HintKind, HintRule) {
    use HintKind::{Advance, Ease, Hold, TooFewEntries};
    let newest = last.first();
    let effort = |min: u32| newest.and_then(|one| one.effort).is_some_and(|effort| effort >= min);
    let rise = newest.and_then(|one| one.next_day_rise);
    if effort(HARD_EFFORT) {
        return (Ease, HintRule::EffortVeryHigh);
    }
    if rise.is_some_and(|rise| rise >= LARGE_RISE) {
        return (Ease, HintRule::PainRoseMuch);
    }
    if newest.and_then(|one| one.pain_during).is_some_and(|pain| pain >= MUCH_PAIN) {
        return (Ease, HintRule::MuchPainDuring);
    }
    let two = last.get(..SESSIONS).unwrap_or(last);
    if two.iter().any(|one| one.effort.is_some_and(|effort| effort > EASY_EFFORT)) {
        return (Hold, HintRule::EffortHigh);
    }
    if two.iter().any(|one| one.next_day_rise.is_some_and(|rise| rise > SMALL_RISE)) {
        return (Hold, HintRule::PainRose);
    }
    if two.len() < SESSIONS {
        return (TooFewEntries, HintRule::FewerThanTwoSessions);
    }
    if two.iter().any(|one| !one.met) {
        return (Hold, HintRule::NotMetTwice);
    }
    if two.iter().any(|one| one.effort.is_none()) {
        return (TooFewEntries, HintRule::EffortNotNoted);
    }
    if two.iter().any(|one| one.next_day_rise.is_none()) {
        let waiting = newest.is_some_and(|one| one.next_day_rise.is_none() && one.date >= as_of);
        let rule = if waiting { HintRule::NextDayToCome } else { HintRule::NextDayNotScored };
        return (TooFewEntries, rule);
    }
    (Advance, HintRule::MetTwice)
}
