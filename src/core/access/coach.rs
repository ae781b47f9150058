use deserr::Deserr;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::Owner;
use crate::core::WriteError;
use crate::platform::db::schema::users;
use crate::platform::db::types::JsonText;
use crate::platform::db::{AnyConnection, DbError, cached};
use crate::platform::ids::UserId;
use crate::platform::input::{BoundedString, FieldErrors};

/// How a person who coaches is shown to clients.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct CoachProfile {
    /// What to call them.
    pub name: BoundedString<1, 80>,
    /// What they do and where, in their own words.
    #[deserr(default)]
    pub about: Option<BoundedString<0, 1000>>,
}

/// Somebody on the other side of a share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, ToSchema)]
pub struct Person {
    /// Their id.
    pub id: UserId,
    /// What they are called.
    #[schema(example = "Jonas")]
    pub name: String,
}

/// Whether a person may take up a share. Everybody may; that a coach has a confirmed e-mail address is to be asked here
/// once addresses can be confirmed.
///
/// # Errors
/// None so far.
pub fn may_coach(_coach: &Owner) -> Result<(), DbError> {
    Ok(())
}

/// The coach profile of a person who has one. It is there to be read by everybody who is signed in and knows the id.
pub fn coach_profile(connection: &mut AnyConnection, user: UserId) -> Result<Option<CoachProfile>, DbError> {
    let row: Option<Option<JsonText>> =
        cached!(users::table.find(user).select(users::coach_profile)).get_result(connection).optional()?;
    Ok(row.flatten().map(|profile| profile.read()).transpose()?)
}

/// A coach as their clients see them: by the name of the coach profile, or else of the account.
///
/// # Errors
/// When the account is gone.
pub fn coach(connection: &mut AnyConnection, id: UserId) -> Result<Person, WriteError> {
    match coach_profile(connection, id)? {
        Some(profile) => Ok(Person { id, name: profile.name.to_string() }),
        None => client(connection, id),
    }
}

/// A client as their coaches see them.
///
/// # Errors
/// When the account is gone.
pub fn client(connection: &mut AnyConnection, id: UserId) -> Result<Person, WriteError> {
    let name = cached!(users::table.find(id).select(users::display_name)).get_result(connection).optional()?;
    Ok(Person { id, name: name.ok_or(WriteError::NotFound)? })
}
