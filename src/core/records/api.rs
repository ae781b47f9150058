use std::marker::PhantomData;

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::web::{self, Data, Path};
use serde::Deserialize;

use super::merge::merged;
use super::reading::received;
use super::{ClientWritable, Expected, Record, ShareFilter, Stored, page, store};
use crate::core::access::visibility::View;
use crate::core::access::{Actor, Caller, DataAccess, Viewer};
use crate::platform::db::DbError;
use crate::platform::http::{
    Answer, Conditions, IdempotencyKey, JsonBody, MergePatch, PageRequest, Params, Problem, no_route,
};
use crate::platform::ids::RecordId;

/// The routes of a collection, below `/v1`: mount it as a service, and it brings its part of the API description.
pub struct Verbs<R>(PhantomData<R>);

/// Those of them that only read, also for coaches below `/v1/clients/{client_id}`.
pub struct ReadVerbs<R>(PhantomData<R>);

impl<R: ClientWritable> Verbs<R> {
    /// The verbs of `R`'s collection.
    #[must_use]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<R: ClientWritable> Default for Verbs<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R: ClientWritable> HttpServiceFactory for Verbs<R> {
    fn register(self, config: &mut AppService) {
        let collection = format!("/{}", R::COLLECTION.name());
        let mut list_and_create = web::resource(&collection).route(web::get().to(list::<R>));
        let mut one = web::resource(format!("{collection}/{{id}}")).route(web::get().to(get::<R>));
        if R::SERVER_MAY_CHOOSE_ID {
            list_and_create = list_and_create.route(web::post().to(create::<R>));
        }
        one =
            one.route(web::put().to(put::<R>)).route(web::patch().to(patch::<R>)).route(web::delete().to(delete::<R>));
        list_and_create.default_service(web::to(no_route)).register(config);
        one.default_service(web::to(no_route)).register(config);
    }
}

impl<R: Record> ReadVerbs<R> {
    /// The verbs of `R`'s collection.
    #[must_use]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<R: Record> Default for ReadVerbs<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R: Record> HttpServiceFactory for ReadVerbs<R> {
    fn register(self, config: &mut AppService) {
        let collection = format!("/{}", R::COLLECTION.name());
        web::resource(&collection).route(web::get().to(list::<R>)).default_service(web::to(no_route)).register(config);
        let one = web::resource(format!("{collection}/{{id}}")).route(web::get().to(get::<R>));
        one.default_service(web::to(no_route)).register(config);
    }
}

async fn list<R: Record>(
    access: Data<DataAccess>,
    viewer: Viewer,
    Params(request): Params<PageRequest>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let answer = access.answer(viewer, move |tx| {
        let mut etag = tx.actor.tag(list_etag::<R>(tx.owner.rev));
        if !R::RESTS_ON_SHARES && conditions.is_fresh(&etag) {
            return Ok(View::not_modified(etag));
        }
        let mut page = page::<R>(tx, &request)?;
        if R::RESTS_ON_SHARES {
            // A share runs out without a change of anything.
            if page.withhold::<R>(tx)? {
                etag = format!("\"{}.withheld\"", tx.owner.rev);
            }
            if conditions.is_fresh(&etag) {
                return Ok(View::not_modified(etag));
            }
        }
        Ok(View::redacted(page.render::<R>(tx.actor)?).with_etag(etag))
    });
    answer.await
}

async fn get<R: Record>(
    access: Data<DataAccess>,
    viewer: Viewer,
    path: Path<ById>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let built_in = R::built_in().iter().find(|built_in| built_in.segment == path.id);
    let id = if built_in.is_some() { None } else { Some(id_of::<R>(&path.id)?) };
    let answer = access.answer(viewer, move |tx| {
        let Some(id) = id else {
            // It is everybody's.
            return Ok(View::redacted(built_in.map(|built_in| built_in.json.clone()).unwrap_or_default()));
        };
        let stored = store::find::<R>(tx, id)?.ok_or_else(Problem::not_found)?;
        if !ShareFilter::default().allows::<R>(tx, &stored)? {
            return Err(Problem::not_found());
        }
        Ok(shown::<R>(tx.actor, &stored, &conditions)?)
    });
    answer.await
}

async fn create<R: ClientWritable>(
    access: Data<DataAccess>,
    caller: Caller,
    key: IdempotencyKey,
    JsonBody(body): JsonBody,
) -> Result<Answer, Problem> {
    let record: R = received(&access, caller, None, &body).await?;
    access
        .write_idempotent(caller, key, serde_json::to_vec(&body)?, move |tx| {
            let id = RecordId::new(tx.owner.now);
            let written = store::put(tx, id, record.clone(), Expected::Anything)?;
            Ok(written_answer::<R>(&written))
        })
        .await
}

async fn put<R: ClientWritable>(
    access: Data<DataAccess>,
    caller: Caller,
    path: Path<ById>,
    conditions: Conditions,
    JsonBody(body): JsonBody,
) -> Result<Answer, Problem> {
    let id = id_of::<R>(&path.id)?;
    let record: R = received(&access, caller, Some(id), &body).await?;
    access
        .write(caller, move |tx| {
            let written = store::put(tx, id, record.clone(), &conditions)?;
            Ok(written_answer::<R>(&written))
        })
        .await
}

async fn patch<R: ClientWritable>(
    access: Data<DataAccess>,
    caller: Caller,
    path: Path<ById>,
    conditions: Conditions,
    MergePatch(change): MergePatch,
) -> Result<Answer, Problem> {
    let id = id_of::<R>(&path.id)?;
    access
        .write(caller, move |tx| {
            let stored = store::update::<R>(tx, id, &conditions, |tx, present| merged(tx, id, present, &change))?;
            Ok(Answer::raw_json(200, stored.render::<R>()).with_etag(stored.etag()))
        })
        .await
}

async fn delete<R: ClientWritable>(
    access: Data<DataAccess>,
    caller: Caller,
    path: Path<ById>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let id = id_of::<R>(&path.id)?;
    access
        .write(caller, move |tx| {
            store::delete::<R>(tx, id, &conditions)?;
            Ok(Answer::no_content())
        })
        .await
}

/// The last part of a path like `/v1/sessions/{id}` or `/v1/clients/{client_id}/sessions/{id}`.
#[derive(Deserialize)]
pub struct ById {
    /// The id as it was sent.
    pub id: String,
}

/// A record as it is answered to this actor.
pub(crate) fn shown<R: Record>(actor: Actor, stored: &Stored, conditions: &Conditions) -> Result<View, DbError> {
    let etag = actor.tag(stored.etag());
    if conditions.is_fresh(&etag) {
        return Ok(View::not_modified(etag));
    }
    Ok(View::redacted(stored.render_for::<R>(actor)?).with_etag(etag))
}

fn id_of<R: Record>(segment: &str) -> Result<RecordId, Problem> {
    R::id_of(segment).ok_or_else(Problem::not_found)
}

fn written_answer<R: Record>(written: &store::Written) -> Answer {
    let answer = Answer::raw_json(200, written.stored.render::<R>()).with_etag(written.stored.etag());
    if written.created {
        let location = format!("/v1/{}/{}", R::COLLECTION.name(), R::segment(written.stored.id));
        return answer.with_status(201).with_location(location);
    }
    answer
}

/// Built-in records change with the version of the program.
fn list_etag<R: Record>(rev: i64) -> String {
    if R::built_in().is_empty() { super::etag(rev) } else { format!("\"{rev}.{}\"", env!("CARGO_PKG_VERSION")) }
}
