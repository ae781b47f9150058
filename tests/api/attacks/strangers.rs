//! Somebody else's ids under every verb of every collection.

use birddog::platform::db::schema::{records, users};
use diesel::prelude::*;
use serde_json::json;

use crate::accounts::Device;
use crate::support::{Calls, Kind, TestApp, collections, on_both_engines};

on_both_engines![
    a_strangers_verbs_reach_nothing,
    an_id_belongs_to_each_of_its_owners,
    a_stranger_learns_nothing_from_preconditions,
    what_is_smuggled_into_a_body_is_refused,
    parameters_name_nobody_else,
];

/// The path of a record that `owner` makes.
async fn made(owner: &Device<'_>, kind: &Kind) -> String {
    let path = kind.new_path();
    owner.put(&path, &kind.example).await.is(201);
    path
}

type Row = (i16, i64, Option<String>, Option<String>);

/// All that lies in the tables of a person: their change counter and their records.
fn stored(app: &TestApp, person: &Device<'_>) -> (i64, Vec<Row>) {
    let id: birddog::platform::ids::UserId = serde_json::from_value(person.user["id"].clone()).unwrap();
    let mut connection = app.connect();
    let rev = users::table.find(id).select(users::rev).first(&mut connection).unwrap();
    let rows: Vec<(i16, birddog::platform::ids::RecordId, i64, Option<birddog::platform::db::types::JsonText>)> =
        records::table
            .filter(records::user_id.eq(id))
            .order((records::collection, records::id))
            .select((records::collection, records::id, records::rev, records::body))
            .load(&mut connection)
            .unwrap();
    let rows = rows
        .into_iter()
        .map(|(collection, id, rev, body)| (collection, rev, Some(id.to_string()), body.map(|body| body.0)));
    (rev, rows.collect())
}

async fn a_strangers_verbs_reach_nothing(app: &TestApp) {
    let owner = Device::register(app, "maria@example.org").await;
    let stranger = Device::register(app, "stranger@example.org").await;
    let mut paths = Vec::new();
    for kind in collections() {
        paths.push((kind.name, made(&owner, &kind).await));
    }
    let (before, foreign) = (stored(app, &owner), stored(app, &stranger));
    let mut views = Vec::new();
    for (collection, path) in &paths {
        views.push((
            path,
            owner.get(path).await.is(200).text(),
            owner.get(&format!("/v1/{collection}")).await.is(200).text(),
        ));
    }
    for (_, path) in &paths {
        stranger.get(path).await.is_problem(404, "not_found");
        stranger.patch(path, &json!({"note": "mine now"})).await.is_problem(404, "not_found");
        stranger.delete(path).await.is(204);
        app.get(path).await.is_problem(401, "unauthenticated");
        app.delete(path).await.is_problem(401, "unauthenticated");
        app.put(path, &json!({})).await.is_problem(401, "unauthenticated");
    }
    assert_eq!(stored(app, &stranger), foreign);
    for (collection, path) in &paths {
        let list = stranger.get(&format!("/v1/{collection}?limit=200")).await.is(200).text();
        let id = path.rsplit_once('/').unwrap().1;
        assert!(!list.contains(id), "{list}");
    }
    for (path, alone, list) in views {
        assert_eq!(owner.get(path).await.is(200).text(), alone, "{path:?} {alone:?}");
        assert_eq!(owner.get(path.rsplit_once('/').unwrap().0).await.is(200).text(), list, "{path:?} {alone:?}");
    }
    assert_eq!(stored(app, &owner), before);
}

async fn an_id_belongs_to_each_of_its_owners(app: &TestApp) {
    let owner = Device::register(app, "maria@example.org").await;
    let stranger = Device::register(app, "stranger@example.org").await;
    for kind in collections() {
        let (path, body) = (made(&owner, &kind).await, &kind.example);
        let (before, seen) = (stored(app, &owner), owner.get(&path).await.is(200).text());
        stranger.put(&path, body).await.is(201);
        stranger.put(&path, body).await.is(200);
        stranger.delete(&path).await.is(204);
        stranger.get(&path).await.is_problem(404, "not_found");
        assert_eq!(owner.get(&path).await.is(200).text(), seen, "{}", kind.name);
        assert_eq!(stored(app, &owner), before, "{}", kind.name);
    }
}

async fn a_stranger_learns_nothing_from_preconditions(app: &TestApp) {
    let owner = Device::register(app, "maria@example.org").await;
    let stranger = Device::register(app, "stranger@example.org").await;
    for kind in collections() {
        let (path, body) = (made(&owner, &kind).await, &kind.example);
        let tag = owner.get(&path).await.is(200).etag();
        let absent = kind.path(99);
        for tag in [tag.as_str(), "*"] {
            stranger.get(&path).header("If-None-Match", tag).await.is_problem(404, "not_found");
            stranger.patch(&path, &json!({})).header("If-Match", tag).await.is_problem(404, "not_found");
            // As for an id that nobody has.
            for path in [&path, &absent] {
                let reply =
                    stranger.put(path, body).header("If-Match", tag).await.is_problem(412, "precondition_failed");
                assert_eq!((reply.json().get("current"), reply.header("ETag")), (None, None), "{reply}");
                let reply = stranger.delete(path).header("If-Match", tag).await.is_problem(412, "precondition_failed");
                assert_eq!((reply.json().get("current"), reply.header("ETag")), (None, None), "{reply}");
            }
        }
        owner.get(&path).header("If-None-Match", tag).await.is(304);
    }
}

async fn what_is_smuggled_into_a_body_is_refused(app: &TestApp) {
    let owner = Device::register(app, "maria@example.org").await;
    let stranger = Device::register(app, "stranger@example.org").await;
    let smuggled = json!({
        "user_id": owner.user_id(), "owner": owner.user_id(), "role": "admin", "rev": 99, "id": owner.user_id(),
        "created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z", "__proto__": {"role": "admin"},
    });
    for kind in collections() {
        let path = made(&stranger, &kind).await;
        let before = (stored(app, &owner), stored(app, &stranger));
        for (field, value) in smuggled.as_object().unwrap() {
            let mut with = kind.example.clone();
            with[field] = value.clone();
            let patch = json!({field: value});
            if ["rev", "created_at", "updated_at"].contains(&field.as_str()) {
                // Passed over, whatever it says.
                stranger.put(&path, &with).await.is(200);
                stranger.patch(&path, &patch).await.is(200);
                continue;
            }
            let (put, post) = match field.as_str() {
                "id" => ("/id differs".to_owned(), "/id not_allowed".to_owned()),
                _ => (format!("/{field} unknown_field"), format!("/{field} unknown_field")),
            };
            stranger.put(&path, &with).await.has_faults(&[&put]);
            stranger.patch(&path, &patch).await.has_faults(&[&put]);
            if kind.takes_post {
                stranger.post(&kind.list(), &with).await.has_faults(&[&post]);
            }
        }
        assert_eq!((stored(app, &owner), stored(app, &stranger)), before, "{}", kind.name);
    }
}

async fn parameters_name_nobody_else(app: &TestApp) {
    let owner = Device::register(app, "maria@example.org").await;
    let stranger = Device::register(app, "stranger@example.org").await;
    let id = owner.user_id();
    let paths = collections().into_iter().map(|kind| kind.list());
    let computed = [
        "plan",
        "today",
        "streak",
        "calendar",
        "strength",
        "adherence",
        "trends/pain",
        "trends/exercise",
        "trends/questionnaires",
    ];
    for path in paths.chain(computed.map(|name| format!("/v1/{name}"))) {
        for name in ["user_id", "user", "owner", "sub", "client_id"] {
            let reply = stranger.get(&format!("{path}?{name}={id}")).await;
            reply.has_faults(&[&format!("?{name} unknown_parameter")]);
        }
        stranger.get(&path).header("X-User-Id", id.clone()).header("X-Original-URL", "/v1/me").await.is(200);
    }
}
