//! The rules on random clients, against the model.

use birddog::features::coaching::triage::row::{Triage, triage};
use birddog::features::coaching::triage::signal::SignalCode;
use birddog::features::coaching::triage::{LOOK_BACK_DAYS, Sight};
use chrono::Days;
use proptest::prelude::*;

use super::generate::{Client, client};
use super::model;
use crate::generate::as_of;

fn sight() -> impl Strategy<Value = Sight> {
    any::<[bool; 3]>().prop_map(|[sessions, pain, appointments]| Sight { sessions, pain, appointments })
}

fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < 1e-9,
        (one, other) => one == other,
    }
}

fn told(triage: &Triage) -> Vec<(SignalCode, chrono::NaiveDate)> {
    triage.signals.iter().map(|signal| (signal.code, signal.since)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_line_is_what_the_model_says(client in client(), today in as_of(), sight in prop_oneof![Just(Sight::ALL), sight()]) {
        let line = triage(&client.facts(today, sight));
        prop_assert_eq!(told(&line), model::signals(&client, today, sight));
        let figures = [line.adherence_7d, line.adherence_28d, line.pain_7d, line.pain_change];
        let expected = model::figures(&client, today, sight);
        prop_assert!(figures.iter().zip(expected).all(|(one, other)| close(*one, other)), "{:?} {:?}", figures, expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_may_not_be_seen_is_not_told(client in client(), today in as_of(), sight in sight()) {
        let (line, whole) = (triage(&client.facts(today, sight)), triage(&client.facts(today, Sight::ALL)));
        let in_sight = |code: SignalCode| match code {
            SignalCode::PainUp => sight.pain,
            SignalCode::Flare => sight.sessions || sight.pain,
            SignalCode::NoSession | SignalCode::AdherenceHalved => sight.sessions,
            SignalCode::SideEffect | SignalCode::VisitDue => sight.appointments,
        };
        let visible = |code: SignalCode| code != SignalCode::Flare && in_sight(code);
        let of = |triage: &Triage| told(triage).into_iter().filter(|(code, _)| visible(*code)).collect::<Vec<_>>();
        prop_assert!(line.signals.iter().all(|signal| in_sight(signal.code)));
        prop_assert_eq!(of(&line), of(&whole));
        prop_assert_eq!(line.streak, whole.streak.filter(|_| sight.sessions));
        prop_assert_eq!(line.last_session_on, whole.last_session_on.filter(|_| sight.sessions));
        prop_assert_eq!(line.adherence_28d, whole.adherence_28d.filter(|_| sight.sessions));
        prop_assert_eq!(line.pain_7d, whole.pain_7d.filter(|_| sight.pain));
    }

    #[test]
    fn no_signal_reaches_further_back_than_is_looked(client in client(), today in as_of()) {
        for signal in triage(&client.facts(today, Sight::ALL)).signals {
            prop_assert!(signal.since <= today && signal.since + Days::new(LOOK_BACK_DAYS) > today, "{:?}", signal);
            prop_assert!(signal.text.ends_with('.') && !signal.text.contains("because"), "{}", signal.text);
        }
    }

    #[test]
    fn a_training_day_more_never_makes_silence(client in client(), today in as_of()) {
        let mut busy = client.clone();
        let (last, seconds) = (client.records.facts.iter().position(|facts| facts.date == today), 60);
        if let Some(last) = last {
            busy.records.facts[last].sessions += 1;
            busy.records.facts[last].seconds += seconds;
            let told = told(&triage(&busy.facts(today, Sight::ALL)));
            prop_assert!(told.iter().all(|(code, _)| *code != SignalCode::NoSession));
        }
    }

    #[test]
    fn the_order_is_by_need_then_by_waiting(clients in prop::collection::vec(client(), 2..6), today in as_of()) {
        let lines = clients.iter().map(|client: &Client| triage(&client.facts(today, Sight::ALL)));
        let mut lines: Vec<_> = lines.collect();
        lines.sort_by_key(Triage::order);
        for pair in lines.windows(2) {
            let [first, second] = pair else { continue };
            prop_assert!(first.need >= second.need);
            if first.need == second.need {
                let since = |line: &Triage| line.signals.iter().map(|signal| signal.since).min();
                prop_assert!(since(first) <= since(second));
                if since(first) == since(second) {
                    let (one, other) = (first.last_session_on, second.last_session_on);
                    prop_assert!(other.is_none() || one.is_some_and(|one| Some(one) <= other));
                }
            }
        }
        // Each code adds its weight, except that silence includes adherence.
        for line in &lines {
            let codes: Vec<_> = line.signals.iter().map(|signal| signal.code).collect();
            let silent = codes.contains(&SignalCode::NoSession);
            let weights = codes.iter().map(|code| match code {
                SignalCode::PainUp => 4,
                SignalCode::Flare | SignalCode::NoSession | SignalCode::SideEffect => 3,
                SignalCode::AdherenceHalved => if silent { 0 } else { 2 },
                SignalCode::VisitDue => 1,
            });
            prop_assert_eq!(line.need, weights.sum::<u32>());
        }
    }
}
