//! Adherence of a client's training, and its signals. Pure.

use chrono::NaiveDate;

use super::facts::{Asked, Training, TrainingDay};
use super::signal::{Signal, SignalCode};
use super::{back, held_since};

/// Planned days without a session from which there is a signal, in sevenths of a day: three.
const SILENT_SEVENTHS: u32 = 21;
/// Planned days that a week needs to say anything of it.
const MIN_PLANNED_IN_WEEK: u32 = 3;
/// Planned days that the four weeks before it need.
const MIN_PLANNED_BEFORE: u32 = 8;

/// Days done, of days planned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Share {
    done: u32,
    planned: u32,
}

impl Share {
    fn ratio(self) -> Option<f64> {
        (self.planned > 0).then(|| f64::from(self.done) / f64::from(self.planned))
    }
}

/// Days done of days planned in the seven and in the 28 days up to the last that counts; None when nothing was planned.
pub(super) fn adherence(training: &Training) -> (Option<f64>, Option<f64>) {
    let share = |weeks| last_counted(&training.days).map(|last| share(&training.days, last, weeks));
    (share(1).and_then(Share::ratio), share(4).and_then(Share::ratio))
}

/// The signals of the training.
pub(super) fn signals(training: &Training) -> impl Iterator<Item = Signal> {
    [no_session(&training.days), adherence_halved(&training.days)].into_iter().flatten()
}

/// No session since planned days that come to three: a day of a weekday plan counts once, one of n times a week n sevenths.
fn no_session(days: &[TrainingDay]) -> Option<Signal> {
    let silent = days.iter().rev().take_while(|day| !day.session);
    let asked: Vec<_> = silent.filter(|day| day.asked != Asked::Nothing).collect();
    let sevenths: u32 = asked.iter().map(|day| sevenths(day.asked)).sum();
    let (latest, earliest) = (asked.first()?, asked.last()?);
    let since = earliest.date;
    (sevenths >= SILENT_SEVENTHS).then(|| Signal {
        code: SignalCode::NoSession,
        since,
        text: match latest.asked {
            Asked::TimesAWeek(times) => {
                let days = asked.len();
                format!("No session recorded on the last {days} days, from {since} on; the plan has {times} a week.")
            }
            _ => format!("No session recorded on the last {} planned days, from {since} on.", sevenths / 7),
        },
    })
}

fn sevenths(asked: Asked) -> u32 {
    match asked {
        Asked::Nothing => 0,
        Asked::ThisDay => 7,
        Asked::TimesAWeek(times) => times.into(),
    }
}

/// Seven days with at most half the adherence of the 28 before, in which at least half of the planned days were done.
fn adherence_halved(days: &[TrainingDay]) -> Option<Signal> {
    let last = last_counted(days)?;
    let since = held_since(last, |end| {
        let (now, before) = week_and_before(days, end);
        now.planned >= MIN_PLANNED_IN_WEEK
            && before.planned >= MIN_PLANNED_BEFORE
            && 2 * before.done >= before.planned
            && 2 * now.done * before.planned <= before.done * now.planned
    })?;
    let (now, before) = week_and_before(days, last);
    Some(Signal {
        code: SignalCode::AdherenceHalved,
        since,
        text: format!(
            "{} of {} planned days done in the last seven days, {} of {} in the four weeks before.",
            now.done, now.planned, before.done, before.planned
        ),
    })
}

fn week_and_before(days: &[TrainingDay], end: NaiveDate) -> (Share, Share) {
    (share(days, end, 1), share(days, back(end, 7), 4))
}

/// The last day that counts: today once it is done, else yesterday. None before the history.
fn last_counted(days: &[TrainingDay]) -> Option<NaiveDate> {
    days.last().map(|today| if today.done { today.date } else { back(today.date, 1) })
}

/// The share of some times seven days, the last of them ending on `end`. Done are no more than planned.
fn share(days: &[TrainingDay], end: NaiveDate, weeks: u64) -> Share {
    let mut sum = Share::default();
    for end in (0..weeks).map(|week| back(end, 7 * week)) {
        let first = days.partition_point(|day| day.date < back(end, 6));
        let past = days.partition_point(|day| day.date <= end);
        let Share { done, planned } = of_seven(days.get(first..past).unwrap_or_default());
        sum = Share { done: sum.done + done, planned: sum.planned + planned };
    }
    Share { done: sum.done.min(sum.planned), ..sum }
}

/// Days done and planned of seven: the weekdays planned, and of those under a number of times a week so many.
fn of_seven(days: &[TrainingDay]) -> Share {
    let mut share = Share::default();
    let (mut any, mut times) = (0, 0);
    for day in days {
        share.done += u32::from(day.done);
        match day.asked {
            Asked::Nothing => {}
            Asked::ThisDay => share.planned += 1,
            Asked::TimesAWeek(now) => (any, times) = (any + 1, u32::from(now)),
        }
    }
    share.planned += times.min(any);
    share
}
