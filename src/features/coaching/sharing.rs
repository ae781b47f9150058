//! The life of a share: given, taken up, ended. Each side's record and the grant change in one transaction.

use chrono::Duration;

use super::share::{Consent, Ended, Share};
use super::store::{self as codes, Waiting};
use super::vocabulary::{ShareEnd, ShareRole, ShareState};
use super::{between, consent};
use crate::core::WriteError;
use crate::core::access::grants::{self, Grant};
use crate::core::access::{self, Scopes, may_coach};
use crate::core::records::{Expected, Stored, store};
use crate::core::tx::Tx;
use crate::features::coaching::problems::CODE_UNKNOWN;
use crate::platform::db::DbError;
use crate::platform::ids::{RecordId, UserId};
use crate::platform::input::{BoundedString, FieldErrors};
use crate::platform::time::Timestamp;
use crate::platform::tokens::ShareCodes;

/// How long a code works.
const CODE_LIFE: Duration = Duration::days(7);

/// What a person wants to share.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) scopes: Scopes,
    pub(crate) label: Option<BoundedString<1, 80>>,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) coach_id: Option<UserId>,
}

/// The answer to every code that does not work.
pub(super) fn unknown_code() -> WriteError {
    WriteError::refused(
        CODE_UNKNOWN,
        "No share waits for this code. Ask for a new one: a code works once and for seven days.",
    )
}

/// Gives a share, which then waits for a coach to use its code.
pub(crate) fn give(tx: &mut Tx<'_>, offer: &Offer, share_codes: &ShareCodes) -> Result<Stored, WriteError> {
    check(tx, offer)?.or(())?;
    let id = RecordId::new(tx.owner.now);
    let valid_until = tx.owner.now.plus(CODE_LIFE);
    let share = Share {
        role: ShareRole::Client,
        state: ShareState::Waiting,
        scopes: offer.scopes.iter().collect(),
        label: offer.label.clone(),
        expires_at: offer.expires_at,
        coach_id: offer.coach_id,
        consent: Consent { version: consent::VERSION, agreed_at: tx.owner.now },
        code_valid_until: Some(valid_until),
        coach: None,
        client: None,
        since: None,
        ended: None,
    };
    let hash = ShareCodes::hash(&share_codes.code(tx.owner.user, id));
    codes::insert(tx.connection, &hash, Waiting { client: tx.owner.user, share: id, valid_until })?;
    Ok(store::put(tx, id, share, Expected::Anything)?.stored)
}

fn check(tx: &mut Tx<'_>, offer: &Offer) -> Result<FieldErrors, DbError> {
    let mut errors = FieldErrors::none();
    if offer.scopes == Scopes::default() {
        errors.add("/scopes", "wrong_length", "must name at least one scope");
    }
    if offer.expires_at.is_some_and(|expires| expires <= tx.owner.now) {
        errors.add("/expires_at", "in_the_past", "must lie ahead");
    }
    match offer.coach_id {
        Some(coach) if coach == tx.owner.user => errors.add("/coach_id", "own_id", "must be somebody else"),
        Some(coach) if access::coach_profile(tx.connection, coach)?.is_none() => {
            errors.add("/coach_id", "unknown_coach", "must be the id of somebody with a coach profile");
        }
        _ => {}
    }
    Ok(errors)
}

/// The client whose share waits for a code that the owner has.
pub(super) fn client_of(tx: &mut Tx<'_>, code_hash: &[u8]) -> Result<UserId, WriteError> {
    let waiting = codes::find(tx.connection, code_hash, tx.owner.now)?.ok_or_else(unknown_code)?;
    if waiting.client == tx.owner.user {
        return Err(FieldErrors::one("/code", "own_code", "must be somebody else's: this is your own share").into());
    }
    Ok(waiting.client)
}

/// Takes a share up with its code: from here on the owner, a coach, sees what it opens. The coach's record of it.
pub(crate) fn redeem(tx: &mut Tx<'_>, code_hash: &[u8]) -> Result<Stored, WriteError> {
    let coach = tx.owner;
    may_coach(&coach)?;
    let client = client_of(tx, code_hash)?;
    let client = tx.load_for_update(client)?.ok_or_else(unknown_code)?;
    // Looked up again now that the client's writes wait: of two coaches with the same code one comes too late.
    let waiting = codes::find(tx.connection, code_hash, coach.now)?.ok_or_else(unknown_code)?;
    let given = store::find::<Share>(&mut tx.on(&client), waiting.share)?.ok_or_else(unknown_code)?;
    let mut share: Share = given.read()?;
    let is_for_another = share.coach_id.is_some_and(|wanted| wanted != coach.user);
    let has_run_out = share.expires_at.is_some_and(|expires| expires <= coach.now);
    if share.state != ShareState::Waiting || is_for_another || has_run_out {
        return Err(unknown_code());
    }
    codes::delete(tx.connection, client.user, given.id)?;
    let scopes = share.scopes.iter().copied().collect();
    let grant = Grant { coach: coach.user, client: client.user, share: given.id, scopes, expires_at: share.expires_at };
    let before = grants::scopes(tx.connection, coach.user, client.user, coach.now)?;
    grants::open(tx.connection, &grant, coach.now)?;
    let seen_by_coach = Share {
        role: ShareRole::Coach,
        state: ShareState::Active,
        label: None,
        coach_id: None,
        code_valid_until: None,
        client: Some(access::client(tx.connection, client.user)?),
        since: Some(coach.now),
        ..share.clone()
    };
    share.state = ShareState::Active;
    share.code_valid_until = None;
    share.coach = Some(access::coach(tx.connection, coach.user)?);
    share.since = Some(coach.now);
    store::rewrite(&mut tx.on(&client), &given, &share)?;
    between::opened(tx, &client, &coach, before)?;
    Ok(store::put(tx, given.id, seen_by_coach, Expected::Anything)?.stored)
}

/// Ends a share of the owner's, whichever side they are on. One that has ended, or never was, stays as it is.
pub(super) fn end(tx: &mut Tx<'_>, id: RecordId) -> Result<(), WriteError> {
    let Some(stored) = store::find::<Share>(tx, id)? else { return Ok(()) };
    let share: Share = stored.read()?;
    let by = match share.role {
        ShareRole::Client => ShareEnd::Client,
        ShareRole::Coach => ShareEnd::Coach,
    };
    end_of(tx, &stored, share, by)
}

/// Ends a share of the owner's that time has ended.
pub(super) fn expire(tx: &mut Tx<'_>, id: RecordId) -> Result<(), WriteError> {
    let Some(stored) = store::find::<Share>(tx, id)? else { return Ok(()) };
    let share = stored.read()?;
    end_of(tx, &stored, share, ShareEnd::Expiry)
}

fn end_of(tx: &mut Tx<'_>, stored: &Stored, share: Share, by: ShareEnd) -> Result<(), WriteError> {
    if share.state == ShareState::Ended {
        return Ok(());
    }
    let (partner, id) = (share.partner(), stored.id);
    match (share.role, partner) {
        (ShareRole::Client, Some(coach)) => grants::close(tx.connection, coach, tx.owner.user, id)?,
        (ShareRole::Coach, Some(client)) => grants::close(tx.connection, tx.owner.user, client, id)?,
        (_, None) => codes::delete(tx.connection, tx.owner.user, id)?,
    }
    let ended = Ended { at: tx.owner.now, by };
    let role = share.role;
    note_end(tx, stored, share, ended)?;
    let partner = partner.map(|partner| tx.load_for_update(partner)).transpose()?.flatten();
    let Some(partner) = partner else { return Ok(()) };
    if let Some(copy) = store::find::<Share>(&mut tx.on(&partner), id)? {
        let share = copy.read()?;
        note_end(&mut tx.on(&partner), &copy, share, ended)?;
    }
    let owner = tx.owner;
    match role {
        ShareRole::Client => between::closed(tx, &owner, &partner),
        ShareRole::Coach => between::closed(tx, &partner, &owner),
    }
}

fn note_end(tx: &mut Tx<'_>, stored: &Stored, share: Share, ended: Ended) -> Result<(), WriteError> {
    let share = Share { state: ShareState::Ended, code_valid_until: None, ended: Some(ended), ..share };
    store::rewrite(tx, stored, &share)
}

/// Everybody that a person shares with or coaches, or once did.
pub fn partners(tx: &mut Tx<'_>) -> Result<Vec<UserId>, DbError> {
    let shares = store::all::<Share>(tx)?;
    let partners = shares.iter().map(|stored| stored.read::<Share>().map(|share| share.partner()));
    partners.filter_map(Result::transpose).collect()
}

/// Ends everything between a person whose account is deleted and others. Nothing of a client stays with their coaches; a
/// client keeps whom they shared with.
pub fn forget(tx: &mut Tx<'_>) -> Result<(), WriteError> {
    for stored in store::all::<Share>(tx)? {
        let share: Share = stored.read()?;
        end(tx, stored.id)?;
        if share.role == ShareRole::Client
            && let Some(coach) = share.partner()
            && let Some(coach) = tx.load_for_update(coach)?
        {
            store::delete::<Share>(&mut tx.on(&coach), stored.id, Expected::Anything)?;
            let client = tx.owner;
            between::forgotten(tx, &client, &coach)?;
        }
    }
    grants::close_all_of(tx.connection, tx.owner.user)?;
    codes::delete_all_of(tx.connection, tx.owner.user)?;
    Ok(access::log::end_with_account(tx.connection, tx.owner.user)?)
}
