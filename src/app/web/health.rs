use actix_web::get;
use actix_web::web::Data;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::core::access::DataAccess;
use crate::platform::db::schema::users;
use crate::platform::db::{self, AnyConnection, DbError};
use crate::platform::http::problem::UNAVAILABLE;
use crate::platform::http::{Answer, Problem};
use crate::platform::ids::UserId;

/// A state in one word.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `ok`.
    status: &'static str,
}

/// What a ready service runs on.
#[derive(Serialize, ToSchema)]
pub struct Readiness {
    /// `ready`.
    status: &'static str,
    /// `sqlite` or `postgres`.
    engine: &'static str,
}

/// Is the process alive
#[utoipa::path(tag = "operations", responses((status = 200, description = "It is", body = Health)))]
#[get("/healthz")]
pub async fn healthz() -> Result<Answer, Problem> {
    Answer::json(&Health { status: "ok" })
}

/// Is the service ready
///
/// Whether the database takes writes and its schema is up to date.
#[utoipa::path(tag = "operations", responses(
    (status = 200, description = "It is", body = Readiness),
    (status = 503, description = "`unavailable`"),
))]
#[get("/readyz")]
pub async fn readyz(access: Data<DataAccess>) -> Result<Answer, Problem> {
    let current = access.database.write(|connection| {
        take_write_lock(connection)?;
        db::is_current(connection)
    });
    match current.await {
        Ok(true) => Answer::json(&Readiness { status: "ready", engine: access.database.location().engine() }),
        Ok(false) => Err(Problem::new(UNAVAILABLE, "The schema is not up to date.")),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            Err(Problem::new(UNAVAILABLE, "The database does not take writes."))
        }
    }
}

/// An update of no row (no user has this id); a read-only database or a standby refuses it.
fn take_write_lock(connection: &mut AnyConnection) -> Result<(), DbError> {
    diesel::update(users::table.find(UserId(Uuid::nil()))).set(users::rev.eq(0)).execute(connection)?;
    Ok(())
}
