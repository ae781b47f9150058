//! Training over time: minutes, sessions and adherence by bucket.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    adherence::{Adherence, Tally},
    judged_day::ReplayedDay,
};
use crate::core::access::visibility::visible;
use crate::platform::time::Bucket;

/// The training of one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct TrainingBucket {
    /// First day of the bucket. Days of the bucket outside the range asked for are left out of the numbers.
    pub start: NaiveDate,
    /// Whole minutes trained: the seconds of all days, rounded down once.
    pub minutes: u64,
    /// Sessions recorded.
    pub sessions: u64,
    /// Days done, planned or not.
    pub days_done: u32,
    /// Days planned, as adherence counts them within the bucket (rules §6).
    pub days_planned: u32,
    /// `days_done` / `days_planned`, at most 1; null when nothing was planned.
    pub adherence: Option<f64>,
}

visible!(TrainingBucket: always[start, minutes, sessions, days_done, days_planned, adherence]);

/// Collects training by bucket over a range of dates while days are replayed.
#[derive(Debug, Clone)]
pub struct TrainingTrend<'a> {
    range: RangeInclusive<NaiveDate>,
    bucket: Bucket,
    buckets: Vec<Sums<'a>>,
}

#[derive(Debug, Clone)]
struct Sums<'a> {
    start: NaiveDate,
    seconds: u64,
    sessions: u64,
    tally: Tally<'a>,
}

impl<'a> TrainingTrend<'a> {
    /// An empty trend over these dates.
    #[must_use]
    pub fn new(range: RangeInclusive<NaiveDate>, bucket: Bucket) -> Self {
        Self { range, bucket, buckets: Vec::new() }
    }

    /// Takes in the next day; one outside the range is left out.
    pub fn add(&mut self, day: &ReplayedDay<'a>) {
        if !self.range.contains(&day.judged.date) {
            return;
        }
        let start = self.bucket.start(day.judged.date);
        match self.buckets.last_mut() {
            Some(sums) if sums.start == start => sums.add(day),
            _ => {
                let mut sums = Sums::new(start);
                sums.add(day);
                self.buckets.push(sums);
            }
        }
    }

    /// One bucket for each that has a day of history in the range, in order.
    #[must_use]
    pub fn finish(self) -> Vec<TrainingBucket> {
        self.buckets.into_iter().map(Sums::finish).collect()
    }
}

impl<'a> Sums<'a> {
    fn new(start: NaiveDate) -> Self {
        Self { start, seconds: 0, sessions: 0, tally: Tally::default() }
    }

    fn add(&mut self, day: &ReplayedDay<'a>) {
        self.seconds = self.seconds.saturating_add(day.seconds);
        self.sessions += u64::from(day.judged.sessions);
        self.tally.add(day);
    }

    fn finish(self) -> TrainingBucket {
        let Adherence { done, planned, ratio, .. } = self.tally.finish().into();
        TrainingBucket {
            start: self.start,
            minutes: self.seconds / 60,
            sessions: self.sessions,
            days_done: done,
            days_planned: planned,
            adherence: ratio,
        }
    }
}
