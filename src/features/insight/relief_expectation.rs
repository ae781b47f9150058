//! What a person's own diary leads one to expect of the days after any day (rules §8): people book when it hurts, and pain
//! that is worse than usual tends to ease by itself.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::diary::{Diary, PainSpell};
use crate::core::access::visibility::visible;
use crate::platform::statistics::{LeastSquares, shifted_sums};

/// Dates that a fit needs.
pub(super) const MIN_DATES: u32 = 30;
/// Scored days needed of the three before a date.
pub(super) const MIN_DAYS_BEFORE: u32 = 2;
/// Scored days needed of the two after a date.
const MIN_DAYS_AFTER: u32 = 1;
/// What rounding may put between two means that are equal.
const ROUNDING: f64 = 1e-12;

/// The pain around a date; the date itself stays out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Around {
    /// The three days before.
    pub before: PainSpell,
    /// The two days after.
    pub after: PainSpell,
    /// The latest daily value of the three days before.
    latest: Option<f64>,
}

/// The same, of a date with enough scored days around it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct EligibleDate {
    place: i64,
    before: f64,
    latest: f64,
    after: f64,
}

/// What the expectation was fitted to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, Deserialize)]
pub struct ExpectationBasis {
    /// Dates in the fit.
    pub n: u32,
    /// Which ones.
    pub dates: BasisDates,
    /// The columns, in addition to a constant, that the pain of the two days after a date was fitted to.
    pub columns: Vec<BasisColumn>,
    /// Dates with enough scored days around them, in the fit or not: `p_lower` compares that many ways to place the visits.
    pub eligible: u32,
}

visible!(ExpectationBasis: always[n, dates, columns, eligible]);

/// Which dates an expectation was fitted to, of those with enough scored days around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BasisDates {
    /// Dates with no visit from two days before to the day after.
    AwayFromVisits,
    /// Dates without a visit, as there were fewer than 30 of the former.
    WithoutVisit,
}

/// What the pain after a date is fitted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BasisColumn {
    /// The median of the three days before.
    MedianBefore,
    /// The latest daily value of these.
    LatestBefore,
}

/// How the pain after each date differs from what the diary leads one to expect.
#[derive(Debug, Clone)]
pub struct Surprise {
    /// What the expectation rests on.
    pub basis: ExpectationBasis,
    places: Vec<i64>,
    values: Vec<f64>,
    /// The columns of the fit at all eligible dates, the constant among them.
    terms: Vec<Vec<f64>>,
    fit: LeastSquares,
}

/// The mean surprise after the visits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VisitSurprise {
    /// Visit dates with enough scored days around them.
    pub n: u32,
    /// The mean over them, in points; negative for less pain than expected.
    pub mean: f64,
    /// How seldom it is as low when all visits are moved along the diary together.
    pub p_lower: f64,
}

impl Around {
    /// The days around a place of the diary.
    #[must_use]
    pub fn of(diary: &Diary, place: i64) -> Self {
        Self {
            before: diary.spell(place - 3..=place - 1),
            after: diary.spell(place + 1..=place + 2),
            latest: diary.latest(place - 3..=place - 1),
        }
    }

    /// The median before, if there are enough scored days.
    #[must_use]
    pub fn median_before(&self) -> Option<f64> {
        self.before.median_of(MIN_DAYS_BEFORE)
    }

    /// The median after, if there are enough scored days.
    #[must_use]
    pub fn median_after(&self) -> Option<f64> {
        self.after.median_of(MIN_DAYS_AFTER)
    }
}

impl Surprise {
    /// Fits the expectation and compares all dates with it. `visits` are the places of all visits; None with fewer than 30
    /// dates to fit to.
    #[must_use]
    pub fn of(diary: &Diary, visits: &BTreeSet<i64>) -> Option<Self> {
        let eligible: Vec<_> = diary.places().filter_map(|place| EligibleDate::of(diary, place)).collect();
        let (dates, fitted) = fitted_dates(&eligible, visits)?;
        let (columns, fit, coefficients) = fit(&fitted);
        let term = |column: &BasisColumn| eligible.iter().map(|date| date.column(*column)).collect();
        let mut terms = vec![vec![1.0; eligible.len()]];
        terms.extend(columns.iter().map(term));
        let expected = |date: &EligibleDate| {
            let terms = std::iter::once(1.0).chain(columns.iter().map(|&column| date.column(column)));
            terms.zip(&coefficients).map(|(term, coefficient)| term * coefficient).sum::<f64>()
        };
        Some(Self {
            places: eligible.iter().map(|date| date.place).collect(),
            values: eligible.iter().map(|date| date.after - expected(date)).collect(),
            terms,
            fit,
            basis: ExpectationBasis { n: whole(fitted.len()), dates, columns, eligible: whole(eligible.len()) },
        })
    }

    /// Points by which the pain after that date is above what was to be expected; None without enough scored days around it.
    #[must_use]
    pub fn at(&self, place: i64) -> Option<f64> {
        self.values.get(self.index(place)?).copied()
    }

    /// The mean over the dates of visits, each once, against its own under all circular shifts of the visits over the eligible
    /// dates. None when no visit is on an eligible date.
    #[must_use]
    pub fn after(&self, visits: &BTreeSet<i64>) -> Option<VisitSurprise> {
        let indexes: Vec<usize> = visits.iter().filter_map(|&place| self.index(place)).collect();
        let n = whole(indexes.len());
        let mean = shifted_sums(&self.values, &indexes).first().filter(|_| n > 0)? / f64::from(n);
        let mut certain = self.certain_means(&indexes, f64::from(n)).into_iter();
        let observed = certain.next()?;
        let as_low = 1 + whole(certain.filter(|null| *null <= observed + ROUNDING).count());
        Some(VisitSurprise { n, mean, p_lower: f64::from(as_low) / f64::from(self.basis.eligible) })
    }

    /// The mean surprise at these indexes and under all their shifts, each by its own standard error in units of the noise's.
    /// Visits on days that the fit has seen few of, as after bad ones, have an uncertain expectation, and most shifts have not.
    fn certain_means(&self, indexes: &[usize], n: f64) -> Vec<f64> {
        let terms: Vec<Vec<f64>> = self.terms.iter().map(|term| shifted_sums(term, indexes)).collect();
        let sums = shifted_sums(&self.values, indexes).into_iter().enumerate();
        let certain = sums.map(|(shift, sum)| {
            let means: Vec<f64> = terms.iter().filter_map(|term| Some(term.get(shift)? / n)).collect();
            sum / n / (1.0 / n + self.fit.leverage(&means)).sqrt()
        });
        certain.collect()
    }

    fn index(&self, place: i64) -> Option<usize> {
        self.places.binary_search(&place).ok()
    }
}

impl EligibleDate {
    fn of(diary: &Diary, place: i64) -> Option<Self> {
        let around = Around::of(diary, place);
        let (before, after) = (around.median_before()?, around.median_after()?);
        Some(Self { place, before, latest: around.latest?, after })
    }

    fn column(&self, column: BasisColumn) -> f64 {
        match column {
            BasisColumn::MedianBefore => self.before,
            BasisColumn::LatestBefore => self.latest,
        }
    }
}

fn fitted_dates<'a>(
    eligible: &'a [EligibleDate],
    visits: &BTreeSet<i64>,
) -> Option<(BasisDates, Vec<&'a EligibleDate>)> {
    let away = |date: &EligibleDate| visits.range(date.place - 2..=date.place + 1).next().is_none();
    let without = |date: &EligibleDate| !visits.contains(&date.place);
    let away: Vec<_> = eligible.iter().filter(|date| away(date)).collect();
    if whole(away.len()) >= MIN_DATES {
        return Some((BasisDates::AwayFromVisits, away));
    }
    let without: Vec<_> = eligible.iter().filter(|date| without(date)).collect();
    (whole(without.len()) >= MIN_DATES).then_some((BasisDates::WithoutVisit, without))
}

/// The columns that are linearly independent, and the coefficients of the constant and of these. Where they are
/// dependent, the latest value is dropped first, then the median.
fn fit(dates: &[&EligibleDate]) -> (Vec<BasisColumn>, LeastSquares, Vec<f64>) {
    let after: Vec<f64> = dates.iter().map(|date| date.after).collect();
    let mut columns = vec![BasisColumn::MedianBefore, BasisColumn::LatestBefore];
    loop {
        let mut fit = LeastSquares::default();
        let constant = fit.add(vec![1.0; dates.len()]);
        let told_apart = columns.iter().all(|&column| fit.add(dates.iter().map(|date| date.column(column)).collect()));
        if constant && told_apart || columns.pop().is_none() {
            let coefficients = fit.coefficients(&after);
            return (columns, fit, coefficients);
        }
    }
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
