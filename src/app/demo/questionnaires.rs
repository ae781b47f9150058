//! A PEG every four weeks and, for a low back, an RMDQ near the beginning and near the end.

use super::random::Random;
use crate::features::questionnaires::vocabulary::RmdqItem;
use crate::features::questionnaires::{Answers, Questionnaire};
use crate::platform::input::BoundedInt;
use crate::platform::time::{Timestamp, Zone};

/// The days of the year's PEGs. The first is about the year's first week.
pub(super) fn peg_days(today: i64) -> impl Iterator<Item = i64> {
    (6..=today).step_by(28)
}

/// The days of the year's RMDQs: the same weekday, for weekdays differ in how much they hurt.
pub(super) const RMDQ_DAYS: [i64; 2] = [6, 356];

/// The minute of the day at which they are filled in.
pub(super) const AT: i64 = 20 * 60;

/// The statements that apply first, when it hurts a little, before those that only apply when it hurts more.
const BY_PAIN: [RmdqItem; 16] = [
    RmdqItem::ChangesPosition,
    RmdqItem::AvoidsHeavyJobs,
    RmdqItem::AvoidsBending,
    RmdqItem::SleepsLessWell,
    RmdqItem::TroubleWithSocks,
    RmdqItem::TurnsWithDifficulty,
    RmdqItem::RisesWithDifficulty,
    RmdqItem::StandsBriefly,
    RmdqItem::WalksSlowly,
    RmdqItem::DressesSlowly,
    RmdqItem::LiesDown,
    RmdqItem::UsesHandrail,
    RmdqItem::ClimbsSlowly,
    RmdqItem::Irritable,
    RmdqItem::AlwaysInPain,
    RmdqItem::AsksOthers,
];

/// A PEG of a week that hurt this much.
pub(super) fn peg(at: Timestamp, zone: Zone, pain: f64, random: &mut Random) -> Questionnaire {
    let mut felt = |share: f64| {
        let felt = share * pain + 0.5 * random.bell();
        BoundedInt::clamped(felt.round().clamp(0.0, 10.0) as u32)
    };
    filled_in(at, zone, Answers::Peg { pain: felt(1.0), enjoyment: felt(0.8), general_activity: felt(0.9) })
}

/// An RMDQ of a day that hurts this much.
pub(super) fn rmdq(at: Timestamp, zone: Zone, pain: f64) -> Questionnaire {
    let ticks = (2.0 * pain).round().clamp(0.0, 24.0) as usize;
    filled_in(at, zone, Answers::Rmdq { ticked: BY_PAIN.into_iter().take(ticks).collect() })
}

fn filled_in(answered_at: Timestamp, time_zone: Zone, answers: Answers) -> Questionnaire {
    Questionnaire { answered_at, time_zone, local_date: None, answers, score: None, note: None }
}
