//! How a course goes (rules §8): onset, visits, cost so far and to come, and when the next visit would usually be. Pure.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::appointment::Appointment;
use super::course::Course;
use super::vocabulary::AppointmentStatus;
use crate::core::access::visibility::visible;
use crate::platform::time::LocalDay;

/// Visits that are usually dense at the start of a course.
const DENSE_VISITS: u32 = 4;
/// Visits up to which the next is usually a week later.
const WEEKLY_VISITS: u32 = 8;
/// Days under which a trouble is acute, and up to which it is subacute: 4 and 12 weeks.
const ACUTE_DAYS: i64 = 28;
const SUBACUTE_DAYS: i64 = 84;

/// How long the trouble had lasted when the course began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnsetKind {
    /// Less than four weeks.
    Acute,
    /// Four to twelve weeks.
    Subacute,
    /// More than twelve weeks.
    Chronic,
}

/// The onset of what the course is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Onset {
    /// How it is called by its length.
    pub kind: OnsetKind,
    /// Whole weeks from the onset to the start of the course.
    pub weeks: i64,
}

visible!(Onset: always[kind, weeks]);

/// The visits of a course, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Visits {
    /// Completed.
    pub attended: u32,
    /// Scheduled for `as_of` or later.
    pub booked: u32,
    /// Missed.
    pub missed: u32,
    /// Cancelled.
    pub cancelled: u32,
    /// Scheduled for a day before `as_of`, and nobody has said what became of them.
    pub unmarked: u32,
    /// Of the planned visits, those neither attended nor booked.
    pub to_book: u32,
}

visible!(Visits: always[attended, booked, missed, cancelled, unmarked, to_book]);

/// An amount of money in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sum {
    /// In the currency's minor unit.
    pub amount_minor: u64,
    /// ISO 4217 code.
    pub currency: String,
}

visible!(Sum: always[amount_minor, currency]);

/// What a course costs, by currency. Only visits whose cost was noted count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CourseCost {
    /// Of the visits attended.
    pub so_far: Vec<Sum>,
    /// Of the whole course as planned: so far, plus the visits booked, plus the visits yet to book at the mean price of
    /// those that have one, in the currency of the latest.
    pub projected: Vec<Sum>,
}

visible!(CourseCost: always[so_far: Sum, projected: Sum]);

/// Why the next visit is suggested when it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IntervalReason {
    /// Courses usually start dense: the first four visits are 3 to 7 days apart.
    DenseStart,
    /// Then a week lies between visits.
    Weekly,
    /// From the ninth visit on it is two weeks.
    Taper,
}

/// When the next visit would usually be. A hint, not an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NextVisit {
    /// Which visit of the course it would be.
    pub number: u32,
    /// First day of the usual window.
    pub from: LocalDay,
    /// Last day of it.
    pub to: LocalDay,
    /// Why then.
    pub reason: IntervalReason,
    /// The same in words.
    pub text: String,
    /// The day of the next visit that is booked.
    pub booked_on: Option<LocalDay>,
}

visible!(NextVisit: always[number, from, to, reason, text, booked_on]);

/// The days on which a visit of a course would usually be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsualWindow {
    /// Which visit of the course it would be.
    pub number: u32,
    /// First day.
    pub from: LocalDay,
    /// Last day.
    pub to: LocalDay,
    /// Why then.
    pub reason: IntervalReason,
}

/// The onset, when its date is known.
#[must_use]
pub fn onset(course: &Course) -> Option<Onset> {
    let days = course.started_on.days_since(course.onset_date?).max(0);
    let kind = match days {
        ..ACUTE_DAYS => OnsetKind::Acute,
        ACUTE_DAYS..=SUBACUTE_DAYS => OnsetKind::Subacute,
        _ => OnsetKind::Chronic,
    };
    Some(Onset { kind, weeks: days / 7 })
}

/// Counts the visits of a course on a day; later ones that are said to have been are left out.
#[must_use]
pub fn visits(course: &Course, appointments: &[Appointment], as_of: LocalDay) -> Visits {
    let mut visits = Visits::default();
    for appointment in appointments {
        let past = appointment.day() < as_of;
        match appointment.status {
            AppointmentStatus::Completed if appointment.day() <= as_of => visits.attended += 1,
            AppointmentStatus::NoShow if appointment.day() <= as_of => visits.missed += 1,
            AppointmentStatus::Completed | AppointmentStatus::NoShow => {}
            AppointmentStatus::Cancelled => visits.cancelled += 1,
            AppointmentStatus::Scheduled if past => visits.unmarked += 1,
            AppointmentStatus::Scheduled => visits.booked += 1,
        }
    }
    visits.to_book = course.planned_sessions.get().saturating_sub(visits.attended + visits.booked);
    visits
}

/// What a course costs. `appointments` are its own, in any order.
#[must_use]
pub fn cost(course: &Course, appointments: &[Appointment], as_of: LocalDay) -> CourseCost {
    let mut sums = BTreeMap::<String, u64>::new();
    let attended = appointments.iter().filter(|visit| visit.is_completed(as_of));
    let attended: Vec<_> = attended.filter_map(|visit| Some((visit.scheduled_at, visit.cost.as_ref()?))).collect();
    for (_, cost) in &attended {
        *sums.entry(cost.currency.to_string()).or_default() += u64::from(cost.amount_minor.get());
    }
    let so_far = listed(&sums);
    let mut priced = attended;
    let mut unpriced = u64::from(visits(course, appointments, as_of).to_book);
    for visit in appointments.iter().filter(|visit| visit.is_booked(as_of)) {
        match &visit.cost {
            Some(cost) => {
                *sums.entry(cost.currency.to_string()).or_default() += u64::from(cost.amount_minor.get());
                priced.push((visit.scheduled_at, cost));
            }
            None => unpriced += 1,
        }
    }
    if let Some((_, latest)) = priced.iter().max_by_key(|(at, _)| *at) {
        let prices = priced.iter().filter(|(_, cost)| cost.currency == latest.currency);
        let prices: Vec<_> = prices.map(|(_, cost)| u64::from(cost.amount_minor.get())).collect();
        let (total, count) = (prices.iter().sum::<u64>(), prices.len() as u64);
        // To the nearest minor unit, of all that remains at once.
        *sums.entry(latest.currency.to_string()).or_default() += (2 * total * unpriced + count) / (2 * count);
    }
    CourseCost { so_far, projected: listed(&sums) }
}

fn listed(sums: &BTreeMap<String, u64>) -> Vec<Sum> {
    sums.iter().map(|(currency, amount)| Sum { amount_minor: *amount, currency: currency.clone() }).collect()
}

/// The days on which the visit after the `attended` ones, the latest of them on `last`, would usually be: 3 to 7 days after
/// the last for the first four, then a week (give or take a day), from the ninth on two weeks (give or take two days).
/// None once the planned visits have been attended.
#[must_use]
pub fn usual_window(course: &Course, attended: u32, last: Option<LocalDay>) -> Option<UsualWindow> {
    if attended >= course.planned_sessions.get() {
        return None;
    }
    let number = attended + 1;
    let (reason, min_days, max_days) = if number <= DENSE_VISITS {
        (IntervalReason::DenseStart, 3, 7)
    } else if number <= WEEKLY_VISITS {
        (IntervalReason::Weekly, 6, 8)
    } else {
        (IntervalReason::Taper, 12, 16)
    };
    let (from, to) = match last {
        Some(last) => (last.plus_days(min_days), last.plus_days(max_days)),
        None => (course.started_on, course.started_on.plus_days(max_days)),
    };
    Some(UsualWindow { number, from, to, reason })
}

/// When the next visit would usually be ([`usual_window`]), in words, and the day of one that is booked.
#[must_use]
pub fn next_visit(course: &Course, appointments: &[Appointment], as_of: LocalDay) -> Option<NextVisit> {
    let counted = visits(course, appointments, as_of);
    let last = appointments.iter().filter(|visit| visit.is_completed(as_of)).map(Appointment::day).max();
    let booked_on = appointments.iter().filter(|visit| visit.is_booked(as_of)).map(Appointment::day).min();
    let UsualWindow { number, from, to, reason } = usual_window(course, counted.attended, last)?;
    let text = match (last, reason) {
        _ if to < as_of => {
            format!("The next visit would usually have been from {from} to {to}. It is all right to go on later.")
        }
        (None, _) => format!("The first visit would usually be in the week from {from}."),
        (_, IntervalReason::DenseStart) => {
            format!("Courses usually start dense: the next visit 3 to 7 days after the last, from {from} to {to}.")
        }
        (_, IntervalReason::Weekly) => {
            format!("After the first four, visits are usually a week apart: from {from} to {to}.")
        }
        (_, IntervalReason::Taper) => {
            format!("Towards the end, visits are usually two weeks apart: from {from} to {to}.")
        }
    };
    Some(NextVisit { number, from, to, reason, text, booked_on })
}
