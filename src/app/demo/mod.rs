//! What `birddog demo` fills an empty database with: a year of three people's records, made up, and their coach's account.
//!
//! The year ends today in each person's zone and is drawn from fixed seeds, so it is the same one on every day. All of it
//! is stored through the record core.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "made-up numbers of minutes and scores are small"
)]

mod coaching;
mod entry;
mod people;
mod questionnaires;
mod random;
mod routine;
mod visits;
mod year;

use crate::core::WriteError;
use crate::core::access::Owner;
use crate::core::tx::as_operator;
use crate::features::accounts::{NewUser, sign_up, user_ids};
use crate::platform::db::{AnyConnection, DbError, transaction};
use crate::platform::ids::{DeviceId, UserId};
use crate::platform::time::Timestamp;
use crate::platform::tokens::ShareCodes;

use people::{COACH, PEOPLE};

/// What everybody in the demo signs in with. It is printed and published, so it protects nothing.
pub const PASSWORD: &str = "demo herons stretch at dawn";

/// Records in one transaction.
const BATCH_SIZE: usize = 200;

/// An account of the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// The name to sign in with.
    pub email: &'static str,
    /// What the account is there to show.
    pub shows: &'static str,
    /// How many records it has.
    pub records: usize,
}

/// Whether nobody has an account yet.
pub fn is_empty(connection: &mut AnyConnection) -> Result<bool, DbError> {
    Ok(user_ids(connection, None, 1)?.is_empty())
}

/// Fills an empty database with the demo; `password_hash` is that of [`PASSWORD`], `share_codes` are those of the service.
pub fn fill(
    connection: &mut AnyConnection,
    password_hash: &str,
    share_codes: &ShareCodes,
    now: Timestamp,
) -> Result<Vec<DemoAccount>, WriteError> {
    let (mut accounts, mut clients) = (Vec::new(), Vec::new());
    for person in &PEOPLE {
        let year = year::of(person, now)?;
        let owner = open(connection, person.email, person.name, person.zone, password_hash, year.begins)?;
        for chunk in year.entries.chunks(BATCH_SIZE) {
            transaction(connection, |connection| {
                as_operator(connection, owner, |tx| chunk.iter().try_for_each(|entry| entry.put(tx)))
            })?;
        }
        accounts.push(DemoAccount { email: person.email, shows: person.shows, records: year.entries.len() + 1 });
        clients.push(owner);
    }
    let (email, name, zone, shows) = COACH;
    let coach = open(connection, email, name, zone, password_hash, now)?;
    transaction(connection, |connection| coaching::meet(connection, &coach, &clients, share_codes, now))?;
    accounts.push(DemoAccount { email, shows, records: 1 });
    Ok(accounts)
}

fn open(
    connection: &mut AnyConnection,
    email: &str,
    name: &str,
    zone: &str,
    password_hash: &str,
    now: Timestamp,
) -> Result<Owner, WriteError> {
    let new = NewUser {
        id: UserId::new(now),
        email: email.parse().map_err(DbError::broken)?,
        display_name: name.to_owned(),
        password_hash: password_hash.to_owned(),
        time_zone: zone.parse().map_err(DbError::broken)?,
    };
    let device = DeviceId::new(now);
    transaction(connection, |connection| sign_up(connection, &new, device, "A demo phone", now))?;
    Ok(Owner::signing_up(new.id, new.time_zone, now))
}
