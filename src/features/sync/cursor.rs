use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::core::WriteError;
use crate::core::tx::Tx;
use crate::features::sync::problems::CURSOR_EXPIRED;
use crate::platform::db::DbError;
use crate::platform::db::schema::users;
use crate::platform::http::Cursor;
use crate::platform::ids::HistoryId;

/// A place in somebody's change feed: everything up to this rev of this history has been seen.
///
/// A cursor is no key to anything: whose feed is read, the token alone decides. The history in it keeps a cursor of
/// another account, or of a database that was put back since, from being taken for a place in this feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FeedPlace {
    pub(super) history: HistoryId,
    pub(super) rev: i64,
}

impl FeedPlace {
    /// Where the owner's feed ends now.
    pub(super) fn now(tx: &mut Tx<'_>) -> Result<Self, DbError> {
        Ok(Self { history: history(tx)?, rev: tx.owner.rev })
    }

    /// The place that a cursor names in the owner's feed; its beginning without one.
    ///
    /// # Errors
    /// 410 when it names none.
    pub(super) fn of(tx: &mut Tx<'_>, cursor: Option<&FeedCursor>) -> Result<Self, WriteError> {
        let history = history(tx)?;
        let Some(cursor) = cursor else { return Ok(Self { history, rev: 0 }) };
        let known = |place: &Self| place.history == history && (0..=tx.owner.rev).contains(&place.rev);
        cursor.0.filter(known).ok_or_else(|| {
            WriteError::refused(
                CURSOR_EXPIRED,
                "This cursor is not one of this account's. Ask without a cursor for all there is.",
            )
        })
    }

    /// The same as clients carry it.
    pub(super) fn cursor(self) -> Result<Cursor, DbError> {
        Ok(Cursor::hold(&(self.history, self.rev))?)
    }
}

fn history(tx: &mut Tx<'_>) -> Result<HistoryId, DbError> {
    Ok(users::table.find(tx.owner.user).select(users::history).first(tx.connection)?)
}

/// A cursor as it came from a client; nothing when it can't be one. It is answered as an expired one is: the way out is
/// the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct FeedCursor(Option<FeedPlace>);

impl std::str::FromStr for FeedCursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let place = text.parse::<Cursor>().ok().and_then(|cursor| cursor.place());
        Ok(Self(place.map(|(history, rev)| FeedPlace { history, rev })))
    }
}
