//! Who is in the demo. All made up.

use crate::features::pain::vocabulary::{Quality, Region, Side, Trigger, Vertebra};
use crate::features::training::mark_kind::MarkKind;
use crate::features::training::schedule::{Day, Schedule};
use crate::features::training::vocabulary::ExerciseKind;

use super::routine::{AIKO, JONAS, MARIA, Move};

/// A person, by day numbers of the year: 0 is its first day, 364 today.
pub(super) struct Person {
    pub(super) email: &'static str,
    pub(super) name: &'static str,
    pub(super) zone: &'static str,
    pub(super) shows: &'static str,
    pub(super) seed: u64,
    pub(super) plans: &'static [PlanChange],
    pub(super) routine: &'static [Move],
    pub(super) own_exercise: Option<(&'static str, ExerciseKind)>,
    /// Minute of the day at which training usually begins.
    pub(super) trains_at: i64,
    /// How likely a planned day is kept when nothing hurts.
    pub(super) diligence: f64,
    pub(super) marks: &'static [(i64, i64, MarkKind)],
    pub(super) pain: Pain,
    pub(super) has_course: bool,
}

/// From a day on, what is planned.
pub(super) struct PlanChange {
    pub(super) day: i64,
    pub(super) schedule: Planned,
    pub(super) goal_minutes: u32,
}

#[derive(Clone, Copy)]
pub(super) enum Planned {
    Daily,
    On(&'static [Day]),
    Times(u8),
}

impl Planned {
    pub(super) fn schedule(self) -> Schedule {
        match self {
            Self::Daily => Schedule::Weekdays { days: Day::ALL.to_vec() },
            Self::On(days) => Schedule::Weekdays { days: days.to_vec() },
            Self::Times(times) => Schedule::TimesPerWeek { times },
        }
    }
}

/// How it hurts, and what it does over the year.
pub(super) struct Pain {
    pub(super) region: Region,
    pub(super) side: Option<Side>,
    pub(super) vertebra: Option<Vertebra>,
    pub(super) first: f64,
    pub(super) last: f64,
    /// Monday first: what a day of the week adds.
    pub(super) week: [f64; 7],
    /// What the morning adds, and the evening.
    pub(super) morning: f64,
    pub(super) evening: f64,
    /// The day on which a flare-up begins; it fades in ten days.
    pub(super) flare: i64,
    pub(super) set_off_by: Trigger,
    pub(super) triggers: &'static [Trigger],
    pub(super) qualities: &'static [Quality],
    /// How likely a score is noted.
    pub(super) noted: f64,
}

/// The account that nobody's records are in: e-mail, name, zone, what it shows.
pub(super) const COACH: (&str, &str, &str, &str) = (
    "coach@demo.example",
    "Sam Okafor",
    "Europe/London",
    "a coach of the three: GET /v1/clients shows who needs a look",
);

pub(super) const PEOPLE: [Person; 3] = [
    Person {
        email: "maria@demo.example",
        name: "Maria Lindner",
        zone: "Europe/Vienna",
        shows: "ten minutes a day, low back pain that eases, a course of acupuncture",
        seed: 0x6d61_7269,
        plans: &[
            PlanChange { day: 0, schedule: Planned::Daily, goal_minutes: 10 },
            PlanChange { day: 210, schedule: Planned::Daily, goal_minutes: 12 },
        ],
        routine: MARIA,
        own_exercise: None,
        trains_at: 18 * 60 + 20,
        diligence: 0.94,
        marks: &[
            (88, 95, MarkKind::Travel),
            (150, 153, MarkKind::Flare),
            (232, 235, MarkKind::Sick),
            (301, 304, MarkKind::Travel),
        ],
        pain: Pain {
            region: Region::LowBack,
            side: Some(Side::Left),
            vertebra: Some(Vertebra::L5),
            first: 5.6,
            last: 2.4,
            week: [0.5, 0.3, 0.2, 0.3, 0.1, -0.6, -0.8],
            morning: 0.6,
            evening: -0.1,
            flare: 150,
            set_off_by: Trigger::BadLifting,
            triggers: &[Trigger::DeskSlouch, Trigger::PhoneSlouch, Trigger::PoorSleep, Trigger::Stress],
            qualities: &[Quality::Dull, Quality::Stiff, Quality::Sharp],
            noted: 0.9,
        },
        has_course: true,
    },
    Person {
        email: "jonas@demo.example",
        name: "Jonas Reyes",
        zone: "America/New_York",
        shows: "Monday, Wednesday, Friday (then Saturday too), push-ups and pull-ups that progress, an exercise of his own",
        seed: 0x6a6f_6e61,
        plans: &[
            PlanChange { day: 0, schedule: Planned::On(&[Day::Mon, Day::Wed, Day::Fri]), goal_minutes: 20 },
            PlanChange { day: 180, schedule: Planned::On(&[Day::Mon, Day::Wed, Day::Fri, Day::Sat]), goal_minutes: 25 },
        ],
        routine: JONAS,
        own_exercise: Some(("Towel row at the door", ExerciseKind::Reps)),
        trains_at: 6 * 60 + 45,
        diligence: 0.88,
        marks: &[
            (60, 63, MarkKind::Sick),
            (198, 211, MarkKind::Travel),
            (270, 272, MarkKind::Flare),
            (330, 330, MarkKind::Rest),
        ],
        pain: Pain {
            region: Region::MidBack,
            side: Some(Side::Middle),
            vertebra: None,
            first: 3.4,
            last: 2.6,
            week: [0.2, 0.1, 0.0, 0.1, 0.3, 0.2, -0.2],
            morning: 0.2,
            evening: 0.5,
            flare: 270,
            set_off_by: Trigger::AwkwardTwist,
            triggers: &[Trigger::LongDriving, Trigger::CrookedSitting, Trigger::PhoneSlouch],
            qualities: &[Quality::Dull, Quality::Burning],
            noted: 0.7,
        },
        has_course: false,
    },
    Person {
        email: "aiko@demo.example",
        name: "Aiko Tanabe",
        zone: "Asia/Tokyo",
        shows: "four times a week on days of her choice, a stiff neck, walking",
        seed: 0x6169_6b6f,
        plans: &[
            PlanChange { day: 0, schedule: Planned::Times(3), goal_minutes: 15 },
            PlanChange { day: 140, schedule: Planned::Times(4), goal_minutes: 15 },
        ],
        routine: AIKO,
        own_exercise: None,
        trains_at: 20 * 60 + 30,
        diligence: 0.62,
        marks: &[
            (34, 37, MarkKind::Sick),
            (120, 127, MarkKind::Travel),
            (246, 248, MarkKind::Flare),
            (363, 364, MarkKind::Flare),
        ],
        pain: Pain {
            region: Region::Neck,
            side: Some(Side::Right),
            vertebra: None,
            first: 4.2,
            last: 3.1,
            week: [0.3, 0.4, 0.4, 0.3, 0.2, -0.7, -0.9],
            morning: -0.2,
            evening: 0.7,
            flare: 246,
            set_off_by: Trigger::ReadingLyingDown,
            triggers: &[Trigger::PhoneSlouch, Trigger::ReadingLyingDown, Trigger::Stress, Trigger::DeskSlouch],
            qualities: &[Quality::Stiff, Quality::Dull, Quality::Tingling],
            noted: 0.8,
        },
        has_course: false,
    },
];
