//! A slow model: each signal computed for each day from all records, day by day over plain lists.

use birddog::features::acupuncture::vocabulary::AppointmentStatus;
use birddog::features::coaching::triage::signal::SignalCode;
use birddog::features::coaching::triage::{LOOK_BACK_DAYS, Sight};
use birddog::features::progress::judged_day::DayState;
use birddog::features::training::mark_kind::MarkKind;
use chrono::{Days, NaiveDate};

use super::generate::Client;
use crate::model::{Row, weekly};

/// Both figures of pain and both of adherence.
pub type Figures = [Option<f64>; 4];

fn minus(date: NaiveDate, days: u64) -> NaiveDate {
    date - Days::new(days)
}

/// All signals with the days since when they hold.
pub fn signals(client: &Client, today: NaiveDate, sight: Sight) -> Vec<(SignalCode, NaiveDate)> {
    let rows = if sight.sessions { client.records.days(today) } else { Vec::new() };
    let last = last_day(&rows, today);
    let oldest = minus(today, LOOK_BACK_DAYS - 1);
    let candidates = [
        (SignalCode::PainUp, held(today, |end| sight.pain && pain_is_up(client, end))),
        (SignalCode::Flare, flare(client, &rows, today, sight)),
        (SignalCode::NoSession, no_session(&rows, oldest)),
        (SignalCode::SideEffect, sight.appointments.then(|| side_effect(client, today)).flatten()),
        (SignalCode::AdherenceHalved, held(last, |end| halved(&rows, end))),
        (SignalCode::VisitDue, sight.appointments.then(|| visit_due(client, today, oldest)).flatten()),
    ];
    candidates.into_iter().filter_map(|(code, since)| Some((code, since?))).collect()
}

/// The figures: adherence of 7 and 28 days, pain, its change.
pub fn figures(client: &Client, today: NaiveDate, sight: Sight) -> Figures {
    let rows = if sight.sessions { client.records.days(today) } else { Vec::new() };
    let ratio = |weeks: u64| {
        let ends = (0..weeks).map(|week| minus(last_day(&rows, today), 7 * week));
        let (done, planned) = ends.map(|end| seven(&rows, end)).fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
        (planned > 0).then(|| (f64::from(done) / f64::from(planned)).min(1.0))
    };
    let pain = if sight.pain { mean(client, minus(today, 6), today, 3) } else { None };
    let change = pain.and_then(|pain| Some(pain - mean(client, minus(today, 34), minus(today, 7), 5)?));
    [ratio(1), ratio(4), pain, change]
}

/// The first of the days up to `last` on all of which something was so, four weeks of them at most.
fn held(last: NaiveDate, holds: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let mut since = None;
    for days in 0..28 {
        if !holds(minus(last, days)) {
            break;
        }
        since = Some(minus(last, days));
    }
    since
}

fn last_day(rows: &[Row], today: NaiveDate) -> NaiveDate {
    let done = rows.iter().any(|row| row.date == today && row.state == DayState::Done);
    if done { today } else { minus(today, 1) }
}

/// Days done and planned of the seven up to `end`.
fn seven(rows: &[Row], end: NaiveDate) -> (u32, u32) {
    let days: Vec<&Row> = (0..7).filter_map(|days| rows.iter().find(|row| row.date == minus(end, days))).collect();
    let asked = |row: &&&Row| row.state != DayState::Exempt && row.state != DayState::Pending;
    let fixed = days.iter().filter(asked).filter(|row| weekly(&row.plan).is_none() && row.scheduled).count();
    // From the last of the days back, so the first found is the version that decides.
    let flexible: Vec<u32> = days.iter().filter(asked).filter_map(|row| weekly(&row.plan)).collect();
    let flexible = flexible.first().map_or(0, |times| (*times).min(flexible.len() as u32));
    let done = days.iter().filter(|row| row.state == DayState::Done).count();
    (done as u32, fixed as u32 + flexible)
}

fn halved(rows: &[Row], end: NaiveDate) -> bool {
    let (done, planned) = seven(rows, end);
    let before = [7, 14, 21, 28].map(|days| seven(rows, minus(end, days)));
    let (usual, of) = (before.iter().map(|week| week.0).sum::<u32>(), before.iter().map(|week| week.1).sum::<u32>());
    if planned < 3 || of < 8 {
        return false;
    }
    let (now, usual) = (f64::from(done.min(planned)) / f64::from(planned), f64::from(usual.min(of)) / f64::from(of));
    usual >= 0.5 && now <= usual / 2.0 + 1e-12
}

fn no_session(rows: &[Row], oldest: NaiveDate) -> Option<NaiveDate> {
    let last = rows.iter().rposition(|row| row.facts.sessions > 0);
    let silent = rows[last.map_or(0, |last| last + 1)..].iter().filter(|row| row.date >= oldest);
    let mut sum = 0.0;
    let mut since = None;
    for row in silent.filter(|row| row.state != DayState::Exempt && row.state != DayState::Pending) {
        let weight = match weekly(&row.plan) {
            Some(times) => f64::from(times) / 7.0,
            None => f64::from(u8::from(row.scheduled)),
        };
        if weight > 0.0 {
            since = since.or(Some(row.date));
        }
        sum += weight;
    }
    since.filter(|_| sum > 3.0 - 1e-9)
}

fn mean(client: &Client, from: NaiveDate, to: NaiveDate, fewest: usize) -> Option<f64> {
    let dates = from.iter_days().take_while(|date| *date <= to);
    let scored = dates.filter_map(|date| client.pain.iter().find(|one| one.date == date));
    let values: Vec<f64> = scored.map(|one| one.value).collect();
    (values.len() >= fewest).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn pain_is_up(client: &Client, end: NaiveDate) -> bool {
    let now = mean(client, minus(end, 6), end, 3);
    let before = mean(client, minus(end, 34), minus(end, 7), 5);
    now.zip(before).is_some_and(|(now, before)| now - before > 2.0 - 1e-9)
}

fn flare(client: &Client, rows: &[Row], today: NaiveDate, sight: Sight) -> Option<NaiveDate> {
    let oldest = minus(today, LOOK_BACK_DAYS - 1);
    let marked = |date: NaiveDate| {
        let by_mark = rows.iter().any(|row| row.date == date && row.facts.mark == Some(MarkKind::Flare));
        let by_score = sight.pain && date >= minus(today, 1) && client.flares.contains(&date);
        date >= oldest && (by_mark || by_score)
    };
    let mut since = [today, minus(today, 1)].into_iter().find(|date| marked(*date))?;
    while marked(minus(since, 1)) {
        since = minus(since, 1);
    }
    Some(since)
}

fn side_effect(client: &Client, today: NaiveDate) -> Option<NaiveDate> {
    (0..14)
        .rev()
        .map(|days| minus(today, days))
        .find(|date| client.visits.iter().any(|visit| visit.date == *date && visit.side_effect))
}

fn visit_due(client: &Client, today: NaiveDate, oldest: NaiveDate) -> Option<NaiveDate> {
    let scheduled = |date| {
        move |visit: &birddog::features::coaching::triage::facts::Visit| {
            visit.date == date && visit.status == AppointmentStatus::Scheduled
        }
    };
    let mut days = oldest.iter_days().take_while(|date| *date < today);
    let unmarked = days.find(|date| client.visits.iter().any(scheduled(*date)));
    let to_book = to_book(client, today).filter(|since| *since >= oldest);
    match (unmarked, to_book) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn to_book(client: &Client, today: NaiveDate) -> Option<NaiveDate> {
    let (id, course) = client.course.as_ref().filter(|(_, course)| course.started_on.date() <= today)?;
    let looked_at = course.started_on.date().min(minus(today, LOOK_BACK_DAYS - 1));
    let visits = client.visits.iter().filter(|visit| visit.course == Some(*id) && visit.date >= looked_at);
    let visits: Vec<_> = visits.collect();
    let attended = visits.iter().filter(|visit| visit.status == AppointmentStatus::Completed && visit.date <= today);
    let mut attended: Vec<NaiveDate> = attended.map(|visit| visit.date).collect();
    attended.sort_unstable();
    if attended.len() >= course.planned_sessions.get() as usize {
        return None;
    }
    let mut scheduled = visits.iter().filter(|visit| visit.status == AppointmentStatus::Scheduled);
    let usual = match attended.len() {
        0..4 => 7,
        4..8 => 8,
        _ => 16,
    };
    let (from, open) = match attended.last() {
        Some(last) => (*last, scheduled.any(|visit| visit.date > *last)),
        None => (course.started_on.date(), scheduled.next().is_some()),
    };
    let since = from + Days::new(usual + 1);
    (!open && since <= today).then_some(since)
}
