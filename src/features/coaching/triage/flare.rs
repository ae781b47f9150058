//! Whether a client has a flare-up. Pure.

use std::collections::BTreeSet;

use super::facts::Facts;
use super::signal::{Signal, SignalCode};
use super::{LOOK_BACK_DAYS, back};

/// A flare-up marked today or yesterday, by a day's mark or a pain score, since the first of the days marked in a row.
pub(super) fn flare(facts: &Facts) -> Option<Signal> {
    let days = facts.training.iter().flat_map(|training| &training.days);
    let marked = days.filter(|day| day.flare).map(|day| day.date);
    let marked: BTreeSet<_> = marked.chain(facts.pain.iter().flat_map(|pain| pain.flares.iter().copied())).collect();
    let lately = [facts.today, back(facts.today, 1)];
    let last = lately.into_iter().find(|day| marked.contains(day))?;
    let since = (0..LOOK_BACK_DAYS).map(|days| back(last, days)).take_while(|day| marked.contains(day)).last()?;
    let text = if since == last {
        format!("Marked as a flare-up on {last}.")
    } else {
        format!("Marked as a flare-up on each day from {since} to {last}.")
    };
    Some(Signal { code: SignalCode::Flare, since, text })
}
