//! Which cards suit what somebody's records show (rules §13).
//!
//! Pure: the caller loads the [`Facts`]; the same facts on the same day give the same cards. A warning sign is answered
//! by the cards about doctors and nothing else. Otherwise what concerns today comes first, then what holds for weeks,
//! taking turns from day to day, and a card that is good to know fills up.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use super::card::Card;
use super::cards::{
    acupuncture_evidence as evidence, acupuncture_visits as visits, all, back_pain, everyday, exercise,
    reading_the_diary as diary, seeing_a_doctor as doctor,
};
use super::vocabulary::CardReason;
use crate::features::pain::vocabulary::Trigger;

/// Cards chosen for a day, at most.
pub const MAX_CARDS: usize = 3;

/// A card that is good to know joins while there are fewer than this.
const MIN_CARDS: usize = 2;

/// A trigger is frequent when it was named this often in [`Pain::entries`]…
const FREQUENT_TIMES: u32 = 3;

/// …and on at least one entry of this many.
const FREQUENT_SHARE: u32 = 4;

/// Pain this many points above the usual makes a bad day; a session after which it rose by as many is a reason for a card.
const NOTABLE_RISE: f64 = 2.0;

/// Somebody with fewer sessions has just begun.
pub const BEGINNER_SESSIONS: u32 = 7;

/// Days without a session that make a break.
const BREAK_DAYS: u32 = 10;

/// A visit is ahead when it is at most this many days away.
const VISIT_AHEAD_DAYS: u32 = 7;

/// Completed visits of a course after which to look back (rules §8).
const LOOK_BACK_VISITS: u32 = 6;

/// What somebody's records show on a day. Everything counts up to and with that day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// The local day that the cards are for.
    pub day: NaiveDate,
    /// Whether a pain score of the last 14 days ticks a red flag (rules §10).
    pub red_flags: bool,
    /// Whether an appointment of the last 14 days notes the side effect `breathlessness_or_chest_pain`,
    /// `infection_signs` or `retained_needle`.
    pub alarming_side_effect: bool,
    /// Whether the day is marked as a flare-up, or one of its pain scores is.
    pub flare: bool,
    /// What the pain diary shows.
    pub pain: Pain,
    /// What was trained.
    pub training: Training,
    /// Acupuncture.
    pub acupuncture: Acupuncture,
}

/// What the pain diary shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pain {
    /// Pain scores recorded in the last 28 days, with or without triggers.
    pub entries: u32,
    /// On how many of them each trigger was named; a trigger that is named twice on one counts once.
    pub triggers: BTreeMap<Trigger, u32>,
    /// The mean of the latest day with a score among today and yesterday, 0..=10.
    pub latest: Option<f64>,
    /// The median of the daily means of the 28 days before that day, 0..=10; None with fewer than 7 scored days.
    pub usual: Option<f64>,
    /// Whether the verdict on the trend is `worsening` (rules §7).
    pub worsening: bool,
}

/// What was trained.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Training {
    /// Sessions ever recorded; from [`BEGINNER_SESSIONS`] on it does not matter how many.
    pub sessions: u32,
    /// Days since the last one, 0 when it was today; None without any.
    pub days_since_last: Option<u32>,
    /// `pain_after` less `pain_before` of the last session, in points, when both are known and it was at most 2 days
    /// ago.
    pub pain_rise: Option<i8>,
}

/// Acupuncture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Acupuncture {
    /// Whether any visit has been completed.
    pub visited: bool,
    /// Days until the next visit that still stands, 0 when it is today.
    pub days_to_next: Option<u32>,
    /// Completed visits of the course that is under way: begun, with fewer of them than planned. None without a course.
    pub course_visits: Option<u32>,
    /// Whether the health profile has something that needles need care for (rules §8).
    pub needs_care: bool,
}

/// A card with the reason why it was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChosenCard {
    /// The card.
    #[schema(value_type = Card)]
    pub card: &'static Card,
    /// Why, for programs.
    pub reason: CardReason,
    /// Why, for people.
    #[schema(example = "You named “Bent over the phone” on 5 of your 12 pain scores of the last 28 days.")]
    pub why: String,
}

impl ChosenCard {
    fn new(card: &'static Card, reason: CardReason, why: impl Into<String>) -> Self {
        Self { card, reason, why: why.into() }
    }
}

/// The cards that fit one reason, the best first; never empty, and one of them is shown.
type Fit = Vec<ChosenCard>;

/// The cards for the day: one to [`MAX_CARDS`], each at most once, the most important first.
#[must_use]
pub fn choose(facts: &Facts) -> Vec<ChosenCard> {
    let alarms = alarms(facts);
    if !alarms.is_empty() {
        return alarms;
    }
    let day = usize::try_from(facts.day.num_days_from_ce()).unwrap_or_default();
    let (urgent, mut lasting) = (todays(facts), lasting(facts));
    let turns = lasting.len().max(1);
    lasting.rotate_left(day % turns);
    let mut chosen = Vec::new();
    for fit in urgent {
        take(&mut chosen, fit, 0);
    }
    for fit in lasting {
        // When all have had their turn at the front, each goes on to its next card.
        take(&mut chosen, fit, day / turns);
    }
    if chosen.len() < MIN_CARDS {
        take(&mut chosen, good_to_know(), day);
    }
    chosen
}

/// Adds the card of the fit whose turn it is, or the next that isn't there yet, while there is room.
fn take(chosen: &mut Vec<ChosenCard>, mut fit: Fit, turn: usize) {
    if chosen.len() >= MAX_CARDS {
        return;
    }
    let cards = fit.len().max(1);
    fit.rotate_left(turn % cards);
    let fresh = fit.into_iter().find(|one| chosen.iter().all(|other| other.card.id != one.card.id));
    chosen.extend(fresh);
}

fn fit(reason: CardReason, why: &str, cards: &[&'static Card]) -> Fit {
    cards.iter().map(|card| ChosenCard::new(card, reason, why)).collect()
}

/// Warning signs: their cards exclude all others.
fn alarms(facts: &Facts) -> Vec<ChosenCard> {
    let red_flag = facts.red_flags.then(|| {
        let why = "You ticked a warning sign on a pain score of the last 14 days. Please have it looked at now.";
        ChosenCard::new(&doctor::SEEK_CARE_NOW, CardReason::RedFlag, why)
    });
    let side_effect = facts.alarming_side_effect.then(|| {
        let why = "You noted a side effect in the last 14 days that a doctor should see now.";
        ChosenCard::new(&doctor::ALARM_AFTER_NEEDLES, CardReason::AlarmingSideEffect, why)
    });
    red_flag.into_iter().chain(side_effect).collect()
}

/// What concerns this day, the most important first.
fn todays(facts: &Facts) -> Vec<Fit> {
    let mut fits = Vec::new();
    let Facts { pain, training, acupuncture, .. } = facts;
    if pain.worsening {
        let why = "Over the last weeks your pain scores went up.";
        fits.push(fit(CardReason::WorseningPain, why, &[&doctor::ASK_A_DOCTOR]));
    }
    if facts.flare {
        fits.push(fit(CardReason::FlareUp, "You noted a flare-up today.", &[&back_pain::FLARE_UPS]));
    }
    if acupuncture.needs_care && is_visit_ahead(acupuncture) {
        let why = "A visit is coming up, and your health profile has something that the practitioner should know.";
        fits.push(fit(CardReason::NeedlesWithCare, why, &[&visits::NEEDLES_WITH_CARE]));
    }
    if training.pain_rise.is_some_and(|rise| f64::from(rise) >= NOTABLE_RISE) {
        let why = "Your pain was at least 2 points higher after your last session than before it.";
        fits.push(fit(CardReason::PainAfterTraining, why, &[&exercise::PAIN_WHILE_TRAINING]));
    }
    if pain.latest.zip(pain.usual).is_some_and(|(latest, usual)| latest - usual >= NOTABLE_RISE) {
        let why = "Your latest day is at least 2 points above your usual of the last four weeks.";
        fits.push(fit(CardReason::BadDay, why, &[&diary::ONE_BAD_DAY]));
    }
    fits
}

/// What may hold for weeks, in no order: they take turns.
fn lasting(facts: &Facts) -> Vec<Fit> {
    let mut fits = Vec::new();
    let Facts { pain, training, acupuncture, .. } = facts;
    let triggers = frequent_triggers(pain);
    if !triggers.is_empty() {
        fits.push(triggers);
    }
    if training.sessions < BEGINNER_SESSIONS {
        let why = match training.sessions {
            0 => "You haven't recorded a session yet.".to_owned(),
            1 => "You have recorded your first session.".to_owned(),
            count => format!("You have recorded {count} sessions so far."),
        };
        let cards = [
            &exercise::STARTING_SLOW,
            &exercise::ONE_STEP,
            &back_pain::MOST_BACK_PAIN_EASES,
            &exercise::EXERCISE_EVIDENCE,
            &back_pain::STAYING_ACTIVE,
        ];
        fits.push(fit(CardReason::JustBegun, &why, &cards));
    } else if let Some(days) = training.days_since_last.filter(|days| *days >= BREAK_DAYS) {
        let why = format!("Your last session was {days} days ago.");
        let cards = [&exercise::STARTING_SLOW, &back_pain::FLARE_UPS, &back_pain::STAYING_ACTIVE];
        fits.push(fit(CardReason::BackAfterABreak, &why, &cards));
    }
    if is_visit_ahead(acupuncture) {
        let (why, cards): (_, &[&'static Card]) = if acupuncture.visited {
            ("A visit is coming up.", &[&diary::BEFORE_AND_AFTER, &visits::SIDE_EFFECTS])
        } else {
            ("Your first visit is coming up.", &[&visits::A_VISIT, &visits::SIDE_EFFECTS, &visits::COSTS])
        };
        fits.push(fit(CardReason::VisitAhead, why, cards));
    }
    if let Some(count) = acupuncture.course_visits {
        let cards: &[&'static Card] = if count >= LOOK_BACK_VISITS {
            &[&visits::COURSE_LENGTH, &diary::BEFORE_AND_AFTER, &evidence::SHAM]
        } else {
            &[&evidence::LOW_BACK, &evidence::GUIDELINES, &visits::COURSE_LENGTH, &visits::COSTS, &evidence::SHAM]
        };
        let visits = if count == 1 { "visit" } else { "visits" };
        let why = format!("A course of acupuncture is under way, with {count} {visits} so far.");
        fits.push(fit(CardReason::CourseUnderWay, &why, cards));
    }
    fits
}

fn is_visit_ahead(acupuncture: &Acupuncture) -> bool {
    acupuncture.days_to_next.is_some_and(|days| days <= VISIT_AHEAD_DAYS)
}

/// The cards about triggers that are named at least [`FREQUENT_TIMES`], and on one of [`FREQUENT_SHARE`] entries or
/// more; the one named most often first.
fn frequent_triggers(pain: &Pain) -> Fit {
    let is_frequent =
        |times: u32| times >= FREQUENT_TIMES && u64::from(times) * u64::from(FREQUENT_SHARE) >= u64::from(pain.entries);
    let mut frequent: Vec<_> = pain.triggers.iter().filter(|(_, times)| is_frequent(**times)).collect();
    frequent.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
    let mut fit = Fit::new();
    for (trigger, times) in frequent {
        let about = everyday::CARDS.into_iter().find(|card| card.triggers.contains(trigger));
        // Two triggers can share a card.
        if let Some(card) = about.filter(|card| fit.iter().all(|one| one.card.id != card.id)) {
            let why = format!(
                "You named “{}” on {times} of your {} pain scores of the last 28 days.",
                trigger.label(),
                pain.entries
            );
            fit.push(ChosenCard::new(card, CardReason::FrequentTrigger, why));
        }
    }
    fit
}

/// The cards that need no occasion.
fn good_to_know() -> Fit {
    let needs_none = |card: &&'static Card| card.triggers.is_empty() && !doctor::CARDS.contains(card);
    let why = "A little background, on nothing in particular.";
    all().filter(needs_none).map(|card| ChosenCard::new(card, CardReason::GoodToKnow, why)).collect()
}

#[cfg(test)]
mod tests;
