use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::features::learn::cards::tests::promises;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap() + Days::new(number)
}

/// Somebody who trains and scores, and of whom nothing in particular is to be said.
fn steady() -> Facts {
    Facts {
        day: day(0),
        pain: Pain { entries: 28, latest: Some(3.0), usual: Some(3.0), ..Pain::default() },
        training: Training { sessions: 100, days_since_last: Some(1), pain_rise: Some(0) },
        ..Facts::default()
    }
}

fn with(change: impl FnOnce(&mut Facts)) -> Facts {
    let mut facts = steady();
    change(&mut facts);
    facts
}

fn with_triggers(entries: u32, triggers: &[(Trigger, u32)]) -> Facts {
    with(|facts| {
        facts.pain.entries = entries;
        facts.pain.triggers = triggers.iter().copied().collect();
    })
}

/// What is chosen, as reason and card.
fn chosen(facts: &Facts) -> Vec<(CardReason, &'static str)> {
    choose(facts).iter().map(|one| (one.reason, one.card.id)).collect()
}

/// Every card that is shown for a reason within some weeks of the same facts.
fn over_time(facts: &Facts, reason: CardReason) -> BTreeSet<&'static str> {
    let days = (0..70).map(|number| Facts { day: day(number), ..facts.clone() });
    days.flat_map(|facts| chosen(&facts)).filter(|(other, _)| *other == reason).map(|(_, card)| card).collect()
}

#[test]
fn a_phone_that_is_often_named_brings_its_card() {
    let facts = with_triggers(12, &[(Trigger::PhoneSlouch, 5), (Trigger::Stress, 2)]);
    let first = choose(&facts).remove(0);
    assert_eq!((first.card.id, first.reason), ("phone-slouch", CardReason::FrequentTrigger));
    assert_eq!(first.why, "You named “Bent over the phone” on 5 of your 12 pain scores of the last 28 days.");
}

#[test]
fn a_trigger_is_frequent_from_three_times_and_a_quarter_on() {
    let is_frequent = |times, entries| {
        !over_time(&with_triggers(entries, &[(Trigger::Stress, times)]), CardReason::FrequentTrigger).is_empty()
    };
    assert!(is_frequent(3, 12) && is_frequent(3, 3) && is_frequent(7, 28));
    assert!(!is_frequent(2, 2) && !is_frequent(3, 13) && !is_frequent(6, 28));
}

#[test]
fn every_trigger_but_other_can_be_met() {
    for trigger in Trigger::ALL {
        let cards = over_time(&with_triggers(10, &[(*trigger, 9)]), CardReason::FrequentTrigger);
        assert_eq!(cards.len(), usize::from(*trigger != Trigger::Other), "{trigger}");
    }
}

#[test]
fn several_triggers_take_turns_and_share_cards() {
    let triggers = [(Trigger::DeskSlouch, 4), (Trigger::CrookedSitting, 6), (Trigger::PoorSleep, 5)];
    let facts = with_triggers(12, &triggers);
    assert_eq!(over_time(&facts, CardReason::FrequentTrigger), BTreeSet::from(["sitting-long", "poor-sleep"]));
    let sitting = choose(&facts).into_iter().chain(choose(&Facts { day: day(1), ..facts }));
    let why = sitting.into_iter().find(|one| one.card.id == "sitting-long").unwrap().why;
    assert!(why.contains("“Sitting crooked” on 6"), "the one named most often: {why}");
}

#[test]
fn a_warning_sign_leaves_room_for_nothing_else() {
    let everything = with(|facts| {
        facts.red_flags = true;
        facts.flare = true;
        facts.pain.worsening = true;
        facts.pain.triggers = BTreeMap::from([(Trigger::PhoneSlouch, 20)]);
        facts.acupuncture.course_visits = Some(3);
    });
    assert_eq!(chosen(&everything), [(CardReason::RedFlag, "seek-care-now")]);
    let side_effect = with(|facts| facts.alarming_side_effect = true);
    assert_eq!(chosen(&side_effect), [(CardReason::AlarmingSideEffect, "alarm-after-needles")]);
    let both = Facts { alarming_side_effect: true, ..everything };
    assert_eq!(chosen(&both).len(), 2);
}

#[test]
fn what_concerns_the_day_comes_first() {
    let first = |change: fn(&mut Facts)| {
        let mut facts = with_triggers(12, &[(Trigger::PhoneSlouch, 5)]);
        change(&mut facts);
        chosen(&facts)[0]
    };
    assert_eq!(first(|facts| facts.pain.worsening = true), (CardReason::WorseningPain, "ask-a-doctor"));
    assert_eq!(first(|facts| facts.flare = true), (CardReason::FlareUp, "rest-days-and-flare-ups"));
    assert_eq!(
        first(|facts| {
            facts.acupuncture.needs_care = true;
            facts.acupuncture.days_to_next = Some(7);
        }),
        (CardReason::NeedlesWithCare, "needles-with-care"),
    );
    assert_eq!(
        first(|facts| facts.training.pain_rise = Some(2)),
        (CardReason::PainAfterTraining, "pain-while-training"),
    );
    assert_eq!(first(|facts| facts.pain.latest = Some(5.0)), (CardReason::BadDay, "one-bad-day"));
}

#[test]
fn less_than_notable_is_not_told_of() {
    for facts in [
        with(|facts| facts.training.pain_rise = Some(1)),
        with(|facts| facts.pain.latest = Some(4.9)),
        with(|facts| (facts.pain.latest, facts.pain.usual) = (Some(10.0), None)),
        with(|facts| facts.acupuncture.days_to_next = Some(8)),
        with(|facts| facts.acupuncture.needs_care = true),
        with(|facts| facts.training.days_since_last = Some(9)),
    ] {
        assert!(chosen(&facts).iter().all(|(reason, _)| *reason == CardReason::GoodToKnow), "{facts:?}");
    }
}

#[test]
fn what_lasts_is_met_with_all_of_its_cards() {
    let met = |reason, change: fn(&mut Facts)| over_time(&with(change), reason).len();
    assert_eq!(met(CardReason::JustBegun, |facts| facts.training.sessions = 6), 5);
    assert_eq!(met(CardReason::JustBegun, |facts| facts.training.sessions = 7), 0);
    assert_eq!(met(CardReason::BackAfterABreak, |facts| facts.training.days_since_last = Some(10)), 3);
    assert_eq!(met(CardReason::VisitAhead, |facts| facts.acupuncture.days_to_next = Some(0)), 3);
    let later = |facts: &mut Facts| {
        facts.acupuncture.visited = true;
        facts.acupuncture.days_to_next = Some(3);
    };
    assert_eq!(met(CardReason::VisitAhead, later), 2);
    assert_eq!(met(CardReason::CourseUnderWay, |facts| facts.acupuncture.course_visits = Some(0)), 5);
    let six = with(|facts| facts.acupuncture.course_visits = Some(6));
    assert!(over_time(&six, CardReason::CourseUnderWay).contains("before-and-after-a-visit"));
}

#[test]
fn somebody_new_is_told_how_far_they_are() {
    let why = |sessions| choose(&with(|facts| facts.training.sessions = sessions)).remove(0).why;
    assert_eq!(why(0), "You haven't recorded a session yet.");
    assert_eq!(why(1), "You have recorded your first session.");
    assert_eq!(why(2), "You have recorded 2 sessions so far.");
    let course = with(|facts| facts.acupuncture.course_visits = Some(1));
    assert!(choose(&course)[0].why.ends_with("with 1 visit so far."));
}

#[test]
fn on_a_quiet_day_one_card_is_good_to_know_and_each_has_its_turn() {
    let facts = steady();
    assert_eq!(chosen(&facts).len(), 1);
    assert_ne!(chosen(&facts), chosen(&Facts { day: day(1), ..facts.clone() }));
    let cards = over_time(&facts, CardReason::GoodToKnow);
    assert_eq!(cards.len(), good_to_know().len());
    assert!(!cards.contains("seek-care-now") && !cards.contains("phone-slouch"));
}

#[test]
fn every_card_can_be_chosen() {
    let triggers: Vec<_> = Trigger::ALL.iter().map(|trigger| (*trigger, 9)).collect();
    let mut met = BTreeSet::new();
    for facts in [
        with(|facts| (facts.red_flags, facts.alarming_side_effect) = (true, true)),
        with(|facts| facts.pain.worsening = true),
        with_triggers(10, &triggers),
        steady(),
    ] {
        met.extend(CardReason::ALL.iter().flat_map(|reason| over_time(&facts, *reason)));
    }
    assert_eq!(met, all().map(|card| card.id).collect());
}

fn facts() -> impl Strategy<Value = Facts> {
    let pain = (
        0..40_u32,
        prop::collection::btree_map(prop::sample::select(Trigger::ALL), 0..40_u32, 0..10),
        prop::option::of(0.0..=10.0),
        prop::option::of(0.0..=10.0),
        any::<bool>(),
    )
        .prop_map(|(entries, triggers, latest, usual, worsening)| Pain {
            entries,
            triggers,
            latest,
            usual,
            worsening,
        });
    let training = (0..20_u32, prop::option::of(0..30_u32), prop::option::of(-10..=10_i8))
        .prop_map(|(sessions, days_since_last, pain_rise)| Training { sessions, days_since_last, pain_rise });
    let acupuncture = (any::<bool>(), prop::option::of(0..20_u32), prop::option::of(0..12_u32), any::<bool>())
        .prop_map(|(visited, days_to_next, course_visits, needs_care)| Acupuncture {
            visited,
            days_to_next,
            course_visits,
            needs_care,
        });
    let flags = (prop::bool::weighted(0.1), prop::bool::weighted(0.1), any::<bool>());
    (0..4000_u64, flags, pain, training, acupuncture).prop_map(
        |(number, (red_flags, alarming_side_effect, flare), pain, training, acupuncture)| Facts {
            day: day(number),
            red_flags,
            alarming_side_effect,
            flare,
            pain,
            training,
            acupuncture,
        },
    )
}

proptest! {
    #[test]
    fn a_choice_is_small_distinct_steady_and_told(facts in facts()) {
        let cards = choose(&facts);
        prop_assert!((1..=MAX_CARDS).contains(&cards.len()));
        let distinct: BTreeSet<_> = cards.iter().map(|one| one.card.id).collect();
        prop_assert_eq!(distinct.len(), cards.len());
        prop_assert_eq!(&choose(&facts.clone()), &cards);
        for one in &cards {
            prop_assert!(one.why.ends_with('.') && one.why.len() > 20, "{}", one.why);
            prop_assert!(promises(&one.why).is_empty(), "{}", one.why);
        }
        let alarm = facts.red_flags || facts.alarming_side_effect;
        let for_doctors = [CardReason::RedFlag, CardReason::AlarmingSideEffect];
        for one in &cards {
            prop_assert_eq!(for_doctors.contains(&one.reason), alarm);
        }
    }

    /// Nothing that holds for weeks is shut out for good by what comes before it.
    #[test]
    fn whatever_lasts_has_its_turn(facts in facts(), start in 0..4000_u64) {
        let quiet = Facts {
            red_flags: false,
            alarming_side_effect: false,
            flare: false,
            pain: Pain { worsening: false, latest: None, ..facts.pain.clone() },
            training: Training { pain_rise: None, ..facts.training.clone() },
            acupuncture: Acupuncture { needs_care: false, ..facts.acupuncture.clone() },
            ..facts
        };
        for fit in lasting(&quiet) {
            for wanted in fit {
                let shown = (start..start + 60).any(|number| {
                    choose(&Facts { day: day(number), ..quiet.clone() }).iter().any(|one| one.card.id == wanted.card.id)
                });
                prop_assert!(shown, "{} is never shown", wanted.card.id);
            }
        }
    }
}
