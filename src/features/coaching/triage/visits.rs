//! Signals of a client's visits. Pure.

use chrono::{Days, NaiveDate};

use super::facts::{Visit, Visits};
use super::signal::{Signal, SignalCode};
use super::{back, first_day};
use crate::features::acupuncture::course_progress::usual_window;
use crate::features::acupuncture::vocabulary::AppointmentStatus;

/// Days for which a side effect is a signal, that of the visit included.
const SIDE_EFFECT_DAYS: u64 = 14;

/// The signals of the visits.
pub(super) fn signals(visits: &Visits, today: NaiveDate) -> impl Iterator<Item = Signal> {
    [side_effect(visits, today), visit_due(visits, today)].into_iter().flatten()
}

fn side_effect(visits: &Visits, today: NaiveDate) -> Option<Signal> {
    let lately = back(today, SIDE_EFFECT_DAYS - 1)..=today;
    let noted = visits.visits.iter().filter(|visit| visit.side_effect && lately.contains(&visit.date));
    let dates: Vec<_> = noted.map(|visit| visit.date).collect();
    let since = *dates.iter().min()?;
    let text = match dates.len() {
        1 => format!("A side effect was noted with the visit on {since}."),
        many => format!("Side effects were noted with {many} visits since {since}."),
    };
    Some(Signal { code: SignalCode::SideEffect, since, text })
}

/// The earlier of a past visit that is still `scheduled`, and a visit whose usual window has passed unbooked.
fn visit_due(visits: &Visits, today: NaiveDate) -> Option<Signal> {
    let unmarked = unmarked(visits, today).map(|date| {
        (date, format!("The visit on {date} is still down as scheduled; what became of it has not been noted yet."))
    });
    let to_book = to_book(visits, today).map(|(since, number, by)| {
        (since, format!("Visit {number} of the course would usually have been by {by}; none is booked yet."))
    });
    let due = unmarked.into_iter().chain(to_book).filter(|(since, _)| *since >= first_day(today));
    due.min_by_key(|(since, _)| *since).map(|(since, text)| Signal { code: SignalCode::VisitDue, since, text })
}

fn unmarked(visits: &Visits, today: NaiveDate) -> Option<NaiveDate> {
    let days = first_day(today)..today;
    let scheduled = visits.visits.iter().filter(|visit| visit.status == AppointmentStatus::Scheduled);
    scheduled.map(|visit| visit.date).filter(|date| days.contains(date)).min()
}

/// The day after the usual window of the course's next visit has passed, the visit's number and the window's last day.
/// None while the course has a visit ahead, or one since the last that may have been it.
fn to_book(visits: &Visits, today: NaiveDate) -> Option<(NaiveDate, u32, NaiveDate)> {
    let (id, course) = visits.course.as_ref()?;
    let of_course = || visits.visits.iter().filter(|visit| visit.course == Some(*id));
    let attended = || of_course().filter(|visit| visit.status == AppointmentStatus::Completed && visit.date <= today);
    let last = attended().map(|visit| visit.date).max();
    let open =
        |visit: &Visit| visit.status == AppointmentStatus::Scheduled && last.is_none_or(|last| visit.date > last);
    if of_course().any(open) {
        return None;
    }
    let attended = u32::try_from(attended().count()).unwrap_or(u32::MAX);
    let window = usual_window(course, attended, last.map(Into::into))?;
    let by = window.to.date();
    (by < today).then(|| (by.checked_add_days(Days::new(1)).unwrap_or(by), window.number, by))
}
