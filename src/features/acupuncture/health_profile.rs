//! What a person says of their own health, so that appointments can be screened (rules §8).

use deserr::Deserr;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use crate::core::records::store::count_change;
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::db::cached;
use crate::platform::db::schema::health_profiles;
use crate::platform::db::types::JsonText;
use crate::platform::input::FieldErrors;
use crate::platform::time::Timestamp;

/// What of a person's health matters before a needle goes in. What is left out is not known.
#[skip_serializing_none]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct HealthProfile {
    /// Pregnant now.
    #[deserr(default)]
    pub pregnant: Option<bool>,
    /// Takes anticoagulants, medicines that thin the blood.
    #[deserr(default)]
    pub anticoagulants: Option<bool>,
    /// Bleeds or bruises more than others do.
    #[deserr(default)]
    pub bleeding_disorder: Option<bool>,
    /// Has a pacemaker or another electrical implant.
    #[deserr(default)]
    pub pacemaker: Option<bool>,
    /// Has epilepsy, or has had seizures.
    #[deserr(default)]
    pub epilepsy: Option<bool>,
}

/// A health profile as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeptProfile {
    /// What the person said.
    pub profile: HealthProfile,
    /// The owner's change counter when they said it; 0 before that.
    pub rev: i64,
    /// When they said it.
    pub updated_at: Option<Timestamp>,
}

/// The person's health profile; one that says nothing when they have not given any.
pub fn load(tx: &mut Tx<'_>) -> Result<KeptProfile, DbError> {
    let row = cached!(health_profiles::table.find(tx.owner.user).select((
        health_profiles::rev,
        health_profiles::updated_at,
        health_profiles::body
    )))
    .get_result::<(i64, Timestamp, JsonText)>(tx.connection)
    .optional()?;
    let Some((rev, updated_at, body)) = row else { return Ok(KeptProfile::default()) };
    Ok(KeptProfile { profile: body.read()?, rev, updated_at: Some(updated_at) })
}

/// Keeps what the person says now; the same again changes nothing.
pub(super) fn save(tx: &mut Tx<'_>, before: &KeptProfile, profile: HealthProfile) -> Result<KeptProfile, DbError> {
    if before.updated_at.is_some() && before.profile == profile {
        return Ok(*before);
    }
    let rev = count_change(tx)?;
    let values = (
        health_profiles::rev.eq(rev),
        health_profiles::updated_at.eq(tx.owner.now),
        health_profiles::body.eq(JsonText::of(&profile)?),
    );
    if before.updated_at.is_some() {
        diesel::update(health_profiles::table.find(tx.owner.user)).set(values).execute(tx.connection)?;
    } else {
        let key = health_profiles::user_id.eq(tx.owner.user);
        diesel::insert_into(health_profiles::table).values((key, values)).execute(tx.connection)?;
    }
    Ok(KeptProfile { profile, rev, updated_at: Some(tx.owner.now) })
}
