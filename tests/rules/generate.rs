//! Random histories: plans, marks, and seconds around the goals.

use birddog::features::progress::day_facts::{DayFacts, SetsDone};
use birddog::features::progress::plan_version::{PlanVersion, Plans, PrescribedSets};
use birddog::features::training::mark_kind::MarkKind;
use birddog::features::training::schedule::{Day, Schedule};
use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use uuid::Uuid;

use crate::model::Records;

/// Recorded days start here, a Wednesday; plans 20 days later, signing up at some time before or after.
pub fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 31).unwrap() + Days::new(offset)
}

pub const DAYS: u64 = 110;
const EXERCISES: [&str; 3] = ["bridge", "bird-dog", "superman"];

pub fn records() -> impl Strategy<Value = Records> {
    (plans(), facts(), any::<bool>()).prop_map(|(plans, facts, freezes)| Records { plans, facts, freezes })
}

/// From before the first possible record to after the last one.
pub fn as_of() -> impl Strategy<Value = NaiveDate> {
    (0..DAYS + 20).prop_map(day)
}

/// Up to four versions, at times two of one day, after the one from signing up.
fn plans() -> impl Strategy<Value = Plans> {
    let signed_up = option::weighted(0.8, (10_u64..60, prescribed()));
    (signed_up, vec((20_u64..95, version()), 0..5)).prop_map(|(signed_up, mut later)| {
        let signed_up = signed_up.map(|(start, prescribed)| PlanVersion {
            id: Some(Uuid::from_u128(99)),
            effective_from: day(start),
            schedule: Schedule::Weekdays { days: Day::ALL.to_vec() },
            goal_minutes: 10,
            flare_goal_minutes: 3,
            prescribed,
        });
        later.sort_by_key(|(start, _)| *start);
        let later = (1..).zip(later).map(|(number, (start, version))| PlanVersion {
            id: Some(Uuid::from_u128(number)),
            effective_from: day(start),
            ..version
        });
        Plans::new(signed_up, later.collect())
    })
}

/// A version on its own; id and date are to be set.
pub fn version() -> impl Strategy<Value = PlanVersion> {
    (schedule(), goals(), prescribed()).prop_map(|(schedule, (goal, flare), prescribed)| PlanVersion {
        id: None,
        effective_from: day(0),
        schedule,
        goal_minutes: goal,
        flare_goal_minutes: flare,
        prescribed,
    })
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let all = vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];
    prop_oneof![
        2 => Just(Schedule::Weekdays { days: all.clone() }),
        2 => subsequence(all, 0..=7).prop_map(|days| Schedule::Weekdays { days }),
        4 => (1_u8..=7).prop_map(|times| Schedule::TimesPerWeek { times }),
    ]
}

fn goals() -> impl Strategy<Value = (u16, u16)> {
    select(vec![(10, 3), (10, 0), (10, 10), (5, 3), (5, 0), (1, 1), (20, 5)])
}

fn prescribed() -> impl Strategy<Value = Vec<PrescribedSets>> {
    vec((select(&EXERCISES[..]), 0_u32..5), 0..4).prop_map(|items| {
        let items = items.into_iter();
        items.map(|(exercise, sets)| PrescribedSets { exercise: exercise.to_owned(), sets }).collect()
    })
}

/// Days after each other, most of them done when the person is diligent, with a spell of one mark.
fn facts() -> impl Strategy<Value = Vec<DayFacts>> {
    let days = vec((0_u8..100, any_day()), DAYS as usize);
    let spell = (0..DAYS, 0_u64..18, mark());
    (days, 30_u8..99, 0_u64..60, spell).prop_map(|(days, diligence, silent, spell)| {
        let (spell_start, spell_length, spell_mark) = spell;
        let mut facts = Vec::new();
        for (offset, (roll, mut facts_of_day)) in (0_u64..).zip(days) {
            facts_of_day.date = day(offset);
            if roll < diligence {
                facts_of_day.seconds = 1_200;
                facts_of_day.sessions = 2;
            }
            if (spell_start..spell_start + spell_length).contains(&offset) {
                facts_of_day.mark = Some(spell_mark);
                if roll % 4 > 0 {
                    facts_of_day.seconds = 0;
                    facts_of_day.sessions = 0;
                }
            }
            let empty = DayFacts::nothing(facts_of_day.date);
            // A mark may come before the first session and must not start the history.
            if offset < silent {
                facts_of_day = DayFacts { mark: facts_of_day.mark, ..empty.clone() };
            }
            if facts_of_day != empty || roll % 2 == 0 {
                facts.push(facts_of_day);
            }
        }
        facts
    })
}

/// A day on its own; the date is to be set.
pub fn any_day() -> impl Strategy<Value = DayFacts> {
    let seconds = select(vec![0_u64, 0, 0, 0, 1, 59, 60, 179, 180, 299, 300, 301, 599, 600, 601, 4_000_000_000]);
    let sessions = prop_oneof![8 => Just(1_u32), 1 => Just(0)];
    let idle = prop_oneof![8 => Just(0_u32), 1 => Just(1)];
    let marked = option::weighted(0.12, mark());
    let sets = vec((select(&EXERCISES[..]), 0_u32..6), 0..4);
    (seconds, sessions, idle, marked, sets).prop_map(|(seconds, sessions, idle, mark, sets)| {
        let sets = sets.into_iter().map(|(exercise, sets)| SetsDone { exercise: exercise.to_owned(), sets });
        DayFacts {
            date: day(0),
            seconds,
            sessions: if seconds > 0 { sessions } else { idle },
            mark,
            sets: sets.collect(),
        }
    })
}

fn mark() -> impl Strategy<Value = MarkKind> {
    select(vec![MarkKind::Rest, MarkKind::Sick, MarkKind::Travel, MarkKind::Flare])
}
