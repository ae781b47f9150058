//! Sharing with a coach: who sees what, from when on and until when, and what the log says of it.

mod clients;
mod codes;
mod comments;
mod copies;
mod endings;
mod log;
mod notes;
mod profile;
mod proposals;
mod scopes;
mod story;
mod two_people;

use serde_json::{Value, json};

use crate::support::{Calls, EventStream, User};

/// Every scope.
pub const EVERYTHING: [&str; 5] = ["sessions", "pain", "appointments", "notes", "plan"];

/// Where a coach asks about a client.
pub fn of(client: &User<'_>, rest: &str) -> String {
    format!("/v1/clients/{}{rest}", client.id)
}

/// Has the client give a share; the answer.
pub async fn given(client: &User<'_>, scopes: &[&str]) -> Value {
    client.post("/v1/shares", &json!({"scopes": scopes})).await.is(201).json()
}

/// Has the client share and the coach take it up; the share's id.
pub async fn shared(client: &User<'_>, coach: &User<'_>, scopes: &[&str]) -> String {
    let given = given(client, scopes).await;
    let taken = coach.post("/v1/shares/redeem", &json!({"code": given["code"]})).await.is(200).json();
    assert_eq!(taken["id"], given["id"]);
    given["id"].as_str().unwrap().to_owned()
}

/// The first `count` changes of a stream. Changes that happen quickly may come in one event.
pub async fn heard(stream: &mut EventStream, count: usize) -> Vec<Value> {
    let mut changes = Vec::new();
    while changes.len() < count {
        changes.extend(stream.expect("changes").await.json()["changes"].as_array().unwrap().clone());
    }
    changes
}

/// The person's access log, its first page.
pub async fn looks(client: &User<'_>) -> Vec<Value> {
    client.get("/v1/me/access-log?limit=200").await.is(200).json()["items"].as_array().unwrap().clone()
}
