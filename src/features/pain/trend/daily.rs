//! The pain of one day.

use chrono::NaiveDate;

/// The scores of one local day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PainDay {
    /// The local date.
    pub date: NaiveDate,
    /// How often each NRS-11 score, 0 to 10, was given that day.
    pub counts: [u32; 11],
}

/// What a day counts for in trends and comparisons (rules §7).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DailyValue {
    /// The local date.
    pub date: NaiveDate,
    /// The mean of the day's scores, 0..=10.
    pub value: f64,
}

impl PainDay {
    /// Scores given that day.
    #[must_use]
    pub fn scores(&self) -> u64 {
        self.counts.iter().map(|&count| u64::from(count)).sum()
    }

    /// The daily value: the mean of the day's scores, 0..=10; None without a score.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let (mut sum, mut scores) = (0.0, 0.0);
        for (score, count) in (0_u8..).zip(self.counts) {
            sum += f64::from(score) * f64::from(count);
            scores += f64::from(count);
        }
        (scores > 0.0).then(|| sum / scores)
    }

    /// The lowest score of the day; None without a score.
    #[must_use]
    pub fn min(&self) -> Option<u8> {
        self.given().next()
    }

    /// The highest score of the day, its worst pain; None without a score.
    #[must_use]
    pub fn max(&self) -> Option<u8> {
        self.given().last()
    }

    fn given(&self) -> impl Iterator<Item = u8> {
        (0_u8..).zip(self.counts).filter_map(|(score, count)| (count > 0).then_some(score))
    }
}

/// The daily values of the scored days. `days` is sorted by date, one entry a date, and so is the answer.
#[must_use]
pub fn daily_values(days: &[PainDay]) -> Vec<DailyValue> {
    days.iter().filter_map(|day| Some(DailyValue { date: day.date, value: day.mean()? })).collect()
}
