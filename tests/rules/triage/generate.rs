//! Random clients: the histories of the other tests, with a pain diary and visits.

use birddog::features::acupuncture::vocabulary::AppointmentStatus;
use birddog::features::acupuncture::{Course, CourseId};
use birddog::features::coaching::triage::facts::{Facts, Pain, Training, TrainingDay, Visit, Visits};
use birddog::features::coaching::triage::{LOOK_BACK_DAYS, Sight};
use birddog::features::pain::trend::daily::DailyValue;
use birddog::platform::ids::RecordId;
use birddog::platform::input::{BoundedInt, BoundedString};
use chrono::{Days, NaiveDate};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use crate::generate::{DAYS, day, records};
use crate::model::Records;
use crate::streak::replay_all;

/// Everything a client recorded.
#[derive(Debug, Clone)]
pub struct Client {
    pub records: Records,
    /// The daily values by date.
    pub pain: Vec<DailyValue>,
    /// Days with a score that says it is a flare-up.
    pub flares: Vec<NaiveDate>,
    pub course: Option<(CourseId, Course)>,
    pub visits: Vec<Visit>,
}

pub fn client() -> impl Strategy<Value = Client> {
    let flares = vec((0..DAYS + 20).prop_map(day), 0..12);
    let course = option::weighted(0.8, (0..DAYS, 1_u32..12)).prop_map(|course| {
        let course = course.map(|(start, planned)| Course {
            condition: BoundedString::new("Back pain").unwrap(),
            onset_date: None,
            started_on: day(start).into(),
            planned_sessions: BoundedInt::clamped(planned),
            note: None,
        });
        course.map(|course| (course_id(1), course))
    });
    (records(), pain(), flares, course, vec(visit(), 0..14))
        .prop_map(|(records, pain, flares, course, visits)| Client { records, pain, flares, course, visits })
}

pub fn course_id(number: u128) -> CourseId {
    CourseId(RecordId(Uuid::from_u128(number)))
}

/// Days around one level, then around another, many of them without a score.
fn pain() -> impl Strategy<Value = Vec<DailyValue>> {
    let days = btree_map(0..DAYS + 20, 0_u8..=4, 0..300);
    (days, 0..DAYS + 20, 0_u8..=4, 1_u8..=8).prop_map(|(days, turn, before, after)| {
        let level = |offset| f64::from(if offset < turn { before } else { after });
        days.into_iter()
            .map(|(offset, more)| DailyValue { date: day(offset), value: level(offset) + f64::from(more) / 2.0 })
            .collect()
    })
}

fn visit() -> impl Strategy<Value = Visit> {
    let statuses = [AppointmentStatus::Completed, AppointmentStatus::Completed, AppointmentStatus::Completed];
    let statuses = select([&statuses[..], AppointmentStatus::ALL].concat());
    (0..DAYS + 40, statuses, option::weighted(0.8, 1_u128..=2), prop::bool::weighted(0.2)).prop_map(
        |(offset, status, course, side_effect)| Visit {
            date: day(offset),
            status,
            course: course.map(course_id),
            side_effect,
        },
    )
}

impl Client {
    /// What would be loaded of it.
    pub fn facts(&self, today: NaiveDate, sight: Sight) -> Facts {
        let first = today - Days::new(LOOK_BACK_DAYS - 1);
        let yesterday = today - Days::new(1);
        let training = || {
            let (outcome, days) = replay_all(&self.records, today);
            Training {
                streak: outcome.streak.current,
                last_session_on: days.iter().rev().find(|day| day.judged.sessions > 0).map(|day| day.judged.date),
                days: days.iter().filter(|day| day.judged.date >= first).map(TrainingDay::from).collect(),
            }
        };
        let pain = || Pain {
            values: self.pain.iter().filter(|one| (first..=today).contains(&one.date)).copied().collect(),
            flares: self.flares.iter().filter(|date| (yesterday..=today).contains(date)).copied().collect(),
        };
        let visits = || {
            let course = self.course.clone().filter(|(_, course)| course.started_on.date() <= today);
            let from = course.as_ref().map_or(first, |(_, course)| course.started_on.date().min(first));
            Visits { course, visits: self.visits.iter().filter(|visit| visit.date >= from).copied().collect() }
        };
        Facts {
            today,
            training: sight.sessions.then(training),
            pain: sight.pain.then(pain),
            visits: sight.appointments.then(visits),
        }
    }
}
