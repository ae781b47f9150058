use super::plans::{PlanWrite, Verb};
use birddog::features::training::mark_kind::MarkKind;
use birddog::features::training::schedule::{Day, Schedule};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Days of history that steps are about.
pub const DAYS: u64 = 1000;

/// Something a person does, on days counted from the beginning of their history.
#[derive(Debug, Clone)]
pub enum Step {
    /// Trains so many seconds on each of some days in a row, leaving out every so-and-so-many-th.
    Spell {
        first: u64,
        length: u64,
        leave_out: u64,
        seconds: u32,
    },
    /// Writes or corrects one of a day's sessions.
    Train {
        day: u64,
        slot: u8,
        seconds: u32,
    },
    /// Takes one back, if it is there.
    Untrain {
        day: u64,
        slot: u8,
    },
    /// Moves one to another day.
    Move {
        day: u64,
        slot: u8,
        to: u64,
    },
    Mark {
        day: u64,
        kind: MarkKind,
    },
    Unmark {
        day: u64,
    },
    /// Writes a plan version.
    Plan(PlanWrite),
    Freezes(bool),
    /// Days pass.
    Wait {
        days: u64,
    },
    /// Time passes until the last day of the history that steps are about, unless it has come.
    WaitForTheEnd,
    /// Checks everything as of so many days ago.
    Ask {
        ago: u64,
    },
}

/// The day on which the person signs up.
pub const SIGNED_UP: u64 = 60;

/// Plans as the years go by, a few spells over all that time, then changes here and there with a look after each few.
pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let years = vec((vec(plan().prop_map(Step::Plan), 1..3), (5_u64..150).prop_map(|days| Step::Wait { days })), 0..8);
    (years, vec(spell(), 2..5), vec((vec(change(), 1..4), ask()), 6..14)).prop_map(|(years, spells, rounds)| {
        let years = years.into_iter().flat_map(|(plans, wait)| plans.into_iter().chain([wait]));
        let rounds =
            rounds.into_iter().flat_map(|(changes, ask)| changes.into_iter().chain([Step::Ask { ago: 0 }, ask]));
        let spells = [Step::WaitForTheEnd].into_iter().chain(spells).chain([Step::Ask { ago: 0 }]);
        years.chain(spells).chain(rounds).collect()
    })
}

fn spell() -> impl Strategy<Value = Step> {
    (0..DAYS - 40, 8_u64..40, 3_u64..30, seconds()).prop_map(|(first, length, leave_out, seconds)| Step::Spell {
        first,
        length,
        leave_out,
        seconds,
    })
}

fn change() -> impl Strategy<Value = Step> {
    // Half of the days lie close to today, as most entries do.
    let day = || prop_oneof![0..DAYS, DAYS - 30..DAYS];
    prop_oneof![
        6 => (day(), 0_u8..2, seconds()).prop_map(|(day, slot, seconds)| Step::Train { day, slot, seconds }),
        2 => spell(),
        3 => (day(), 0_u8..1).prop_map(|(day, slot)| Step::Untrain { day, slot }),
        2 => (day(), 0_u8..1, day()).prop_map(|(day, slot, to)| Step::Move { day, slot, to }),
        3 => (day(), select(MarkKind::ALL)).prop_map(|(day, kind)| Step::Mark { day, kind }),
        1 => day().prop_map(|day| Step::Unmark { day }),
        5 => plan().prop_map(Step::Plan),
        1 => any::<bool>().prop_map(Step::Freezes),
        2 => (1_u64..40).prop_map(|days| Step::Wait { days }),
    ]
}

fn ask() -> impl Strategy<Value = Step> {
    prop_oneof![(0..DAYS), (0_u64..60)].prop_map(|ago| Step::Ask { ago })
}

fn seconds() -> impl Strategy<Value = u32> {
    select(vec![1_u32, 59, 179, 180, 300, 599, 600, 600, 600, 601, 1200, 14400])
}

fn plan() -> impl Strategy<Value = PlanWrite> {
    use Verb::{Delete, Patch, Post, Put, SyncDelete, SyncPut};
    let verb = select(vec![Post, Put, Put, Put, Patch, Patch, Patch, Delete, SyncPut, SyncPut, SyncDelete]);
    let ahead = prop_oneof![3 => Just(0_i64), 2 => 1_i64..40, 1 => -900_i64..0];
    let said = (option::weighted(0.6, ahead), option::weighted(0.5, schedule()), option::weighted(0.5, goals()));
    (verb, option::weighted(0.6, 0_usize..20), said, option::weighted(0.4, 0_u32..4)).prop_map(
        |(verb, version, (ahead, schedule, goals), sets)| PlanWrite { verb, version, ahead, schedule, goals, sets },
    )
}

fn schedule() -> impl Strategy<Value = Schedule> {
    prop_oneof![
        1 => Just(Schedule::Weekdays { days: Day::ALL.to_vec() }),
        1 => subsequence(Day::ALL.to_vec(), 1..=7).prop_map(|days| Schedule::Weekdays { days }),
        2 => (1_u8..=7).prop_map(|times| Schedule::TimesPerWeek { times }),
    ]
}

fn goals() -> impl Strategy<Value = (u16, u16)> {
    select(vec![(10, 3), (10, 0), (10, 10), (5, 3), (1, 1), (20, 5)])
}
