//! The routes of interop.

use actix_web::web::Data;
use actix_web::{HttpRequest, post, web};
use aws_lc_rs::digest;

use super::import::{self, ColumnMap, Options, ReadError};
use super::import_params::ImportParams;
use super::importer::{Import, Settings, goal_minutes};
use super::report::ImportReport;
use crate::core::access::{Caller, DataAccess};
use crate::features::interop::problems::{IMPORT_REFUSED, SOURCE_UNCLEAR};
use crate::platform::http::{Answer, IdempotencyKey, Mount, Params, Problem, RawBody, check_media_type};

/// The largest file, in bytes.
const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

/// Mounts the routes.
pub fn routes<M: Mount>(config: &mut M) {
    config.service(import_file);
}

/// Import a file of another app
///
/// Reads the file and stores what is in it as sessions, pain scores and day marks of one's own. With `dry_run=true` nothing
/// stays, and the report says what would. A day that has a mark keeps it; exercises that are not built in are made on
/// their first use.
///
/// The same file again changes nothing. Beside each record is kept what its row said: a row that says the same leaves the
/// record as it is, be it edited or deleted (`unchanged`); a row that says something new changes a record that nobody has
/// touched (`changed`). Where both have changed the person's version stays, and the report lists it (`kept_edited`,
/// `kept_deleted`), unless `on_conflict=file` takes the file's. What the file does not say was worked out at the first
/// import and stays: the length of a session that was only ticked, noon, the zone.
///
/// The file of a single habit has to name it, by `source=` in the map or by `file_name`; else a second such file is refused
/// where it contradicts the first (`source_unclear`), and so is a pain diary with one pain.
///
/// A large file is stored in steps, and when one of them fails, those before it stay; send the file again to
/// go on. Therefore an `Idempotency-Key` keeps the report of an import that was finished, and gives it again; an import
/// that was not finished is taken up again under the key.
#[utoipa::path(tag = "interop", security(("bearer" = [])),
    params(
        Params<ImportParams>,
        ("Idempotency-Key" = Option<String>, Header),
    ),
    request_body(content = String, content_type = "text/csv", description = "The file, UTF-8, at most 10 MiB"),
    responses(
        (status = 200, description = "What became of the file", body = ImportReport),
        (status = 415, description = "`unsupported_media_type`: neither `text/csv` nor `application/octet-stream`"),
        (status = 422, description = "`import_refused`: the file, or the map, can't be used at all; `detail` says why. \
            `source_unclear`: other data was imported under the same name; add `source=` to the map"),
    ))]
#[post("/me/import")]
pub async fn import_file(
    access: Data<DataAccess>,
    caller: Caller,
    request: HttpRequest,
    key: IdempotencyKey,
    Params(asked): Params<ImportParams>,
    file: RawBody<MAX_FILE_BYTES>,
) -> Result<Answer, Problem> {
    check_media_type(&request, &["text/csv", "application/octet-stream"])?;
    let ImportParams { format, map, zone, dry_run, file_name, on_conflict } = asked;
    let Some(format) = format else { return Err(Problem::internal("a missing format was not refused")) };
    let fingerprint = digest::digest(&digest::SHA256, &file).as_ref().to_vec();
    let work = async {
        let about = access.read(caller, |tx| Ok((tx.owner.time_zone, goal_minutes(tx)?)));
        let (home, goal_minutes) = about.await?;
        let zone = zone.unwrap_or(home);
        // Ten megabytes take a while to read, and this thread serves others.
        let read = web::block(move || {
            let options = Options { map: ColumnMap::parse(&map)?, file_name };
            let reading = import::read(format, &file, &options)?;
            Ok(Import::new(format, reading, Settings { zone, goal_minutes, on_conflict, dry_run }))
        });
        let import: Result<Import, ReadError> = read.await.map_err(Problem::internal)?;
        let report = store(&access, caller, import.map_err(refused)?).await?;
        Answer::json(&report)
    };
    access.write_steps_idempotent(caller, key, fingerprint, work).await
}

async fn store(access: &DataAccess, caller: Caller, mut import: Import) -> Result<ImportReport, Problem> {
    if let Some(source) = import.unsure() {
        let checked = access.read(caller, move |tx| Ok(source.check(tx)?)).await?;
        checked.map_err(|why| Problem::new(SOURCE_UNCLEAR, why))?;
    }
    for chunk in import.chunks() {
        match access.write(caller, move |tx| Ok(chunk.store(tx)?)).await {
            Ok(stored) => import.note(stored),
            Err(problem) => {
                tracing::warn!(stored = import.stored(), "an import ended half-way");
                return Err(problem);
            }
        }
    }
    Ok(import.finish())
}

fn refused(error: ReadError) -> Problem {
    Problem::new(IMPORT_REFUSED, error.to_string())
}
