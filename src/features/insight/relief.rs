//! Pain around acupuncture visits (rules §8).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::diary::{Diary, PainSpell};
use super::relief_expectation::{Around, ExpectationBasis, Surprise};
use super::relief_verdict::{CourseRelief, ReliefVerdict};
use crate::core::access::visibility::visible;
use crate::features::pain::trend::DayWindow;
use crate::features::pain::trend::daily::DailyValue;
use crate::platform::ids::RecordId;
use crate::platform::statistics::median;

/// Days between visits from which each has a week before and after to itself.
const MIN_DAYS_APART: i64 = 8;
/// Scored days needed of each of these weeks.
const MIN_DAYS_OF_WEEK: u32 = 4;

/// A completed visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Visit {
    /// Its local date.
    pub date: NaiveDate,
    /// The appointment.
    pub appointment_id: RecordId,
}

/// What the diary says of the days after acupuncture visits.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct AcupunctureInsight {
    /// The days looked at; null without a score.
    pub window: Option<DayWindow>,
    /// Every completed visit, by date.
    pub visits: Vec<VisitRelief>,
    /// All of them together.
    pub effect: CourseRelief,
    /// What the expectation behind `adjusted` rests on; null with too few days to form one.
    pub basis: Option<ExpectationBasis>,
    /// What can be said of the course.
    pub verdict: ReliefVerdict,
    /// The same in a sentence.
    pub text: String,
}

visible!(
    AcupunctureInsight:
    always[window: DayWindow, visits: VisitRelief, effect: CourseRelief, basis: ExpectationBasis, verdict, text],
);

/// The pain around one visit. The day of the visit itself stays out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct VisitRelief {
    /// The appointment. Several of one date have the same numbers.
    pub appointment_id: RecordId,
    /// Its local date.
    pub date: NaiveDate,
    /// Median after less median before, in points: negative when the pain was lower after. Falls by itself when visits are
    /// booked in pain, so that no verdict rests on it.
    pub effect: Option<f64>,
    /// Median after less what the person's own diary leads one to expect after such days, in points.
    pub adjusted: Option<f64>,
    /// The three days before.
    pub before: PainSpell,
    /// The two days after.
    pub after: PainSpell,
    /// The week before against the week after; null with another visit less than 8 days away, or with fewer than 4 scored
    /// days in one of the weeks.
    pub week: Option<WeekRelief>,
    /// Why there is no effect; null when there is one.
    pub left_out: Option<LeftOut>,
}

visible!(
    VisitRelief:
    always[appointment_id, date, effect, adjusted, before: PainSpell, after: PainSpell, week: WeekRelief, left_out],
);

/// The weeks around one visit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct WeekRelief {
    /// The seven days before.
    pub before: PainSpell,
    /// The seven days after.
    pub after: PainSpell,
    /// Median after less median before, in points.
    pub effect: f64,
}

visible!(WeekRelief: always[before: PainSpell, after: PainSpell, effect]);

/// Why a visit has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// It was before the days looked at.
    BeforeWindow,
    /// Fewer than two scored days of the three before, and none of the two after.
    TooFewDaysBeforeAndAfter,
    /// Fewer than two scored days of the three before.
    TooFewDaysBefore,
    /// No scored day of the two after.
    TooFewDaysAfter,
}

/// The pain around `visits`, in any order. `values` is sorted by date, one a date. `other_visits` are the dates of completed
/// visits that are not asked about, as of another course: they get no line, but the expectation is formed away from them, too.
#[must_use]
pub fn acupuncture_insight(values: &[DailyValue], visits: &[Visit], other_visits: &[NaiveDate]) -> AcupunctureInsight {
    let diary = Diary::of(values);
    let places: BTreeSet<i64> = visits.iter().map(|visit| diary.place(visit.date)).collect();
    let mut all_places: BTreeSet<i64> = other_visits.iter().map(|&date| diary.place(date)).collect();
    all_places.extend(&places);

    let surprise = Surprise::of(&diary, &all_places);
    let together = surprise.as_ref().and_then(|surprise| surprise.after(&places));
    let mut raw: Vec<f64> = places.iter().filter_map(|&place| raw_effect(&Around::of(&diary, place))).collect();
    let effect = CourseRelief {
        n: u32::try_from(raw.len()).unwrap_or(u32::MAX),
        median_raw: median(&mut raw),
        mean_adjusted: together.map(|together| together.mean),
        p_lower: together.map(|together| together.p_lower),
    };

    let mut lines: Vec<_> = visits.iter().map(|&visit| line(&diary, visit, &all_places, surprise.as_ref())).collect();
    lines.sort_by_key(|line| (line.date, line.appointment_id));
    let basis = surprise.map(|surprise| surprise.basis);
    let verdict = ReliefVerdict::on(&effect);
    let text = verdict.text(&effect);
    AcupunctureInsight { window: diary.window(), visits: lines, effect, basis, verdict, text }
}

fn line(diary: &Diary, visit: Visit, all_places: &BTreeSet<i64>, surprise: Option<&Surprise>) -> VisitRelief {
    let place = diary.place(visit.date);
    let around = Around::of(diary, place);
    VisitRelief {
        appointment_id: visit.appointment_id,
        date: visit.date,
        effect: raw_effect(&around),
        adjusted: surprise.and_then(|surprise| surprise.at(place)),
        before: around.before,
        after: around.after,
        week: week(diary, place, all_places),
        left_out: left_out(diary, visit.date, &around),
    }
}

fn raw_effect(around: &Around) -> Option<f64> {
    Some(around.median_after()? - around.median_before()?)
}

fn left_out(diary: &Diary, date: NaiveDate, around: &Around) -> Option<LeftOut> {
    let in_window = diary.window().is_none_or(|window| !window.cut || date >= window.from);
    match (around.median_before(), around.median_after()) {
        (Some(_), Some(_)) => None,
        _ if !in_window => Some(LeftOut::BeforeWindow),
        (None, None) => Some(LeftOut::TooFewDaysBeforeAndAfter),
        (None, Some(_)) => Some(LeftOut::TooFewDaysBefore),
        (Some(_), None) => Some(LeftOut::TooFewDaysAfter),
    }
}

fn week(diary: &Diary, place: i64, all_places: &BTreeSet<i64>) -> Option<WeekRelief> {
    let near = all_places.range(place + 1 - MIN_DAYS_APART..place + MIN_DAYS_APART).any(|&other| other != place);
    let (before, after) = (diary.spell(place - 7..=place - 1), diary.spell(place + 1..=place + 7));
    let effect = after.median_of(MIN_DAYS_OF_WEEK)? - before.median_of(MIN_DAYS_OF_WEEK)?;
    (!near).then_some(WeekRelief { before, after, effect })
}
