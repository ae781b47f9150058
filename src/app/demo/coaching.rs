//! What the three share with their coach, and what the four have said to each other.

use chrono::Duration;

use crate::core::WriteError;
use crate::core::access::{CoachProfile, Owner, Scope, Scopes};
use crate::core::tx::as_operator;
use crate::features::accounts::show_as_coach;
use crate::features::coaching::vocabulary::ShareRole;
use crate::features::coaching::{commenting, proposing, sharing};
use crate::features::training::schedule::{Day, Schedule};
use crate::features::training::{ExerciseKey, Plan, PlanItem};
use crate::platform::db::{AnyConnection, DbError};
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedInt, BoundedString, List};
use crate::platform::time::Timestamp;
use crate::platform::tokens::ShareCodes;

/// What each shares, in the order of the people.
const SHARED: [&[Scope]; 3] = [
    &[Scope::Sessions, Scope::Pain, Scope::Appointments, Scope::Notes, Scope::Plan],
    &[Scope::Sessions, Scope::Plan],
    &[Scope::Sessions, Scope::Pain, Scope::Plan],
];

/// Who says what to whom, how many hours ago: the number of the client, who wrote it, the words.
const SAID: [(usize, i64, ShareRole, &str); 5] = [
    (0, 216, ShareRole::Coach, "Twelve minutes a day for five months now, and it shows. How are the mornings?"),
    (0, 208, ShareRole::Client, "Stiff for half an hour, then fine. Less than in spring."),
    (1, 120, ShareRole::Client, "Is it all right to swap Friday for Saturday while I am travelling?"),
    (1, 118, ShareRole::Coach, "Of course. Move the day in your plan if it stays that way."),
    (2, 20, ShareRole::Coach, "I see a flare-up marked. Short and gentle is plenty; write to me how the neck does."),
];

/// Lets the coach and the three find each other a good two months ago, talk, and one plan be proposed.
pub(super) fn meet(
    connection: &mut AnyConnection,
    coach: &Owner,
    clients: &[Owner],
    share_codes: &ShareCodes,
    now: Timestamp,
) -> Result<(), WriteError> {
    let ago = |hours| now.plus(-Duration::hours(hours));
    let profile =
        CoachProfile { name: text("Sam Okafor, physiotherapist")?, about: Some(text("Backs and necks, London")?) };
    as_operator(connection, coach.at(ago(1600)), |tx| show_as_coach(tx, &profile))?;
    for (client, scopes) in clients.iter().zip(SHARED) {
        let scopes: Scopes = scopes.iter().copied().collect();
        let offer = sharing::Offer { scopes, label: None, expires_at: None, coach_id: Some(coach.user) };
        let share = as_operator(connection, client.at(ago(1500)), |tx| sharing::give(tx, &offer, share_codes))?;
        let code = ShareCodes::hash(&share_codes.code(client.user, share.id));
        as_operator(connection, coach.at(ago(1499)), |tx| sharing::redeem(tx, &code))?;
    }
    for (number, hours, author, words) in SAID {
        let Some(client) = clients.get(number) else { continue };
        let draft = commenting::Draft { text: text(words)?, on: None };
        let (client, coach) = (client.at(ago(hours)), coach.at(ago(hours)));
        as_operator(connection, client, |tx| commenting::write(tx, &client, &coach, author, &draft))?;
    }
    let Some(client) = clients.last() else { return Ok(()) };
    let offer = proposing::Offer {
        plan: easier(client, now)?,
        message: Some(text("For the next two weeks: fewer days, nothing that pulls.")?),
    };
    let proposed = as_operator(connection, coach.at(ago(19)), |tx| {
        proposing::propose(tx, &client.at(ago(19)), RecordId::new(ago(19)), &offer)
    });
    proposed.map(|_| ())
}

/// A plan for somebody whose neck is sore.
fn easier(client: &Owner, now: Timestamp) -> Result<Plan, DbError> {
    let exercise: ExerciseKey = "cat-cow".parse().map_err(DbError::broken)?;
    let item = PlanItem {
        exercise,
        sets: BoundedInt::clamped(2),
        reps: Some(BoundedInt::clamped(6)),
        hold_seconds: None,
        duration_seconds: None,
        rest_seconds: Some(BoundedInt::clamped(60)),
    };
    Ok(Plan {
        schedule: Schedule::Weekdays { days: vec![Day::Mon, Day::Wed, Day::Sat] },
        goal_minutes: BoundedInt::clamped(8),
        items: List::new(vec![item]).unwrap_or_default(),
        ..Plan::first(client.at(now).today(None).plus_days(1))
    })
}

fn text<const MIN: usize, const MAX: usize>(words: &str) -> Result<BoundedString<MIN, MAX>, DbError> {
    BoundedString::new(words).ok_or_else(|| DbError::broken("a text of the demo has a wrong length"))
}
