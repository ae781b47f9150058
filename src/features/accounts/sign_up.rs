use super::User;
use super::store::{self, NewUser};
use crate::core::WriteError;
use crate::core::access::Owner;
use crate::core::records::{self, Expected};
use crate::core::tx::as_service;
use crate::features::training::Plan;
use crate::platform::db::AnyConnection;
use crate::platform::ids::DeviceId;
use crate::platform::time::{DayStart, LocalDay, Timestamp};

/// Opens an account with its first device and its first plan version: every day, ten minutes.
///
/// # Errors
/// 409 when the address has an account.
pub fn sign_up(
    connection: &mut AnyConnection,
    new: &NewUser,
    device: DeviceId,
    device_name: &str,
    now: Timestamp,
) -> Result<User, WriteError> {
    store::insert_user(connection, new, now)?;
    store::insert_device(connection, new.id, device, device_name, now)?;
    let owner = Owner::signing_up(new.id, new.time_zone, now);
    let plan = Plan::first(LocalDay::of(now, new.time_zone, DayStart::default()));
    as_service(connection, owner, |tx| records::store::put(tx, Plan::first_id(new.id), plan, Expected::Anything))?;
    Ok(store::user(connection, new.id)?)
}
