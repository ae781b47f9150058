//! How often the days after visits read as lower in diaries that visits do nothing to, and how often when they do (rules §8).

use birddog::features::insight::relief::{AcupunctureInsight, Visit, acupuncture_insight};
use birddog::features::insight::relief_verdict::ReliefVerdict;
use birddog::features::pain::trend::daily::DailyValue;
use birddog::platform::ids::RecordId;
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::noise::{Random, autocorrelated, score};

/// Diaries for each line of a table.
const DIARIES: usize = 4000;
/// Days of a diary.
const DAYS: usize = 180;
/// Share of days without a score.
const MISSING: f64 = 0.2;
/// What the pain is about, and its standard deviation from day to day.
const MEAN_PAIN: f64 = 5.0;
const SPREAD: f64 = 1.5;
/// The score from which a day is bad enough to book.
const BAD: f64 = 7.0;
/// The fewest days between visits.
const APART: usize = 4;

/// When a person goes.
#[derive(Debug, Clone, Copy)]
pub enum Booking {
    /// So many days after a bad day, at least four after the last visit.
    AfterBadDay(usize),
    /// Every seventh day for sixteen weeks.
    Weekly,
}

/// What diaries are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// When the person goes.
    pub booking: Booking,
    /// How much of a day's pain carries over to the next.
    pub phi: f64,
    /// Points that a visit adds to the pain of the two days after it.
    pub effect: f64,
}

/// What came of the diaries of a case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outcome {
    /// Share with `lower_after_visits`.
    pub lower: f64,
    /// Share with `insufficient_data`.
    pub insufficient: f64,
    /// Visits in the mean.
    pub visits: f64,
    /// Mean of the raw effect's median.
    pub raw: f64,
    /// Share whose raw effect's median is a point lower or more.
    pub raw_lower: f64,
    /// Mean of the mean adjusted effect.
    pub adjusted: f64,
}

impl Outcome {
    /// What comes of that many diaries, the same ones in every run.
    pub fn of(case: Case, diaries: usize) -> Self {
        let mut random = Random::new(8);
        let mut outcome = Self::default();
        let each = 1.0 / diaries as f64;
        for _ in 0..diaries {
            let answer = insight(case, &mut random);
            let share = |fits: bool| if fits { each } else { 0.0 };
            let raw = answer.effect.median_raw.unwrap_or(0.0);
            outcome.lower += share(answer.verdict == ReliefVerdict::LowerAfterVisits);
            outcome.insufficient += share(answer.verdict == ReliefVerdict::InsufficientData);
            outcome.visits += answer.visits.len() as f64 * each;
            outcome.raw += raw * each;
            outcome.raw_lower += share(raw <= -1.0);
            outcome.adjusted += answer.effect.mean_adjusted.unwrap_or(0.0) * each;
        }
        outcome
    }
}

fn insight(case: Case, random: &mut Random) -> AcupunctureInsight {
    let first = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let noise = autocorrelated(random, DAYS, case.phi, SPREAD);
    let (mut visits, mut diary) = (Vec::new(), Vec::new());
    let mut booked = None;
    for (day, noise) in noise.into_iter().enumerate() {
        let date = first + Days::new(day as u64);
        let last = visits.last().copied();
        let eased = last.is_some_and(|last| day <= last + 2);
        let felt = score(MEAN_PAIN + noise + if eased { case.effect } else { 0.0 });
        match case.booking {
            Booking::AfterBadDay(delay) if booked.is_none() => {
                let rested = last.is_none_or(|last| day + delay >= last + APART);
                booked = (felt >= BAD && rested).then_some(day + delay);
            }
            Booking::Weekly if day % 7 == 0 && (21..21 + 16 * 7).contains(&day) => booked = Some(day),
            _ => {}
        }
        if booked == Some(day) {
            visits.push(day);
            booked = None;
        }
        if !random.chance(MISSING) {
            diary.push(DailyValue { date, value: felt });
        }
    }
    let visit = |day: usize| Visit {
        date: first + Days::new(day as u64),
        appointment_id: RecordId(Uuid::from_u128(day as u128)),
    };
    acupuncture_insight(&diary, &visits.into_iter().map(visit).collect::<Vec<_>>(), &[])
}

/// Prints the tables.
pub fn run() {
    println!("\nDiaries of {DAYS} days that visits do nothing to, {DIARIES} a line.\n");
    println!("| booked | φ | visits | raw, mean | raw ≤ −1 | adjusted, mean | insufficient | lower |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let (mut lower, mut lines) = (0.0, 0.0);
    for (name, booking) in BOOKINGS {
        for phi in [0.0, 0.5, 0.7] {
            let outcome = Outcome::of(Case { booking, phi, effect: 0.0 }, DIARIES);
            lower += outcome.lower;
            lines += 1.0;
            println!(
                "| {name} | {phi} | {:.1} | {:.2} | {} | {:.2} | {} | {} |",
                outcome.visits,
                outcome.raw,
                percent(outcome.raw_lower),
                outcome.adjusted,
                percent(outcome.insufficient),
                percent(outcome.lower),
            );
        }
    }
    println!("\nIn all lines together: {} lower.", percent(lower / lines));
    println!("\nDiaries with less pain on the two days after each visit, {DIARIES} a figure: found.\n");
    println!("| booked | φ | −1: found | −1: adjusted, mean | −2: found | −2: adjusted, mean |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (name, booking) in BOOKINGS {
        for phi in [0.0, 0.5, 0.7] {
            let [one, two] = [-1.0, -2.0].map(|effect| Outcome::of(Case { booking, phi, effect }, DIARIES));
            let (found, more) = (percent(one.lower), percent(two.lower));
            println!("| {name} | {phi} | {found} | {:.2} | {more} | {:.2} |", one.adjusted, two.adjusted);
        }
    }
}

const BOOKINGS: [(&str, Booking); 5] = [
    ("on a bad day", Booking::AfterBadDay(0)),
    ("1 day after", Booking::AfterBadDay(1)),
    ("2 days after", Booking::AfterBadDay(2)),
    ("4 days after", Booking::AfterBadDay(4)),
    ("weekly", Booking::Weekly),
];

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
