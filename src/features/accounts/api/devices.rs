use actix_web::web::{Data, Path};
use actix_web::{delete, get};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::core::access::{Caller, DataAccess};
use crate::features::accounts::store::{self, DeviceRow};
use crate::platform::http::{Answer, Problem};
use crate::platform::ids::DeviceId;
use crate::platform::time::Timestamp;

/// A device that is signed in.
#[derive(Serialize, ToSchema)]
pub struct Device {
    /// Its id.
    id: DeviceId,
    /// What it is called.
    name: String,
    /// When it was signed in.
    signed_in_at: Timestamp,
    /// When its session was last renewed.
    renewed_at: Timestamp,
    /// Whether it is the one that asks.
    current: bool,
}

/// The devices a person is signed in on.
#[derive(Serialize, ToSchema)]
pub struct Devices {
    /// The latest renewed first.
    items: Vec<Device>,
}

/// List my devices
#[utoipa::path(tag = "accounts", operation_id = "list_devices", security(("bearer" = [])),
    responses((status = 200, description = "Signed-in devices", body = Devices)))]
#[get("/me/devices")]
pub async fn list(access: Data<DataAccess>, caller: Caller) -> Result<Answer, Problem> {
    access
        .read(caller, |tx| {
            let rows = store::devices(tx)?.into_iter();
            let items = rows
                .map(|DeviceRow { id, name, signed_in_at, renewed_at }| Device {
                    id,
                    name,
                    signed_in_at,
                    renewed_at,
                    current: Some(id) == tx.actor.device(),
                })
                .collect();
            Answer::json(&Devices { items })
        })
        .await
}

/// Sign a device out
///
/// Takes effect on its next request. A device that is signed out already, or never was there, gets the same answer.
#[utoipa::path(tag = "accounts", operation_id = "sign_out_device", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The device")),
    responses((status = 204, description = "Signed out")))]
#[delete("/me/devices/{id}")]
pub async fn revoke(access: Data<DataAccess>, caller: Caller, path: Path<String>) -> Result<Answer, Problem> {
    let device = Uuid::try_parse(&path).map(DeviceId).map_err(|_| Problem::not_found())?;
    access
        .write(caller, move |tx| {
            store::revoke(tx.connection, tx.owner.user, device, "signed out from another device", tx.owner.now)?;
            Ok(Answer::no_content())
        })
        .await
}
