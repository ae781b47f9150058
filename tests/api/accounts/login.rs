//! Signing in and out.

use std::collections::BTreeMap;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use birddog::platform::db::schema::users;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{Device, registration};
use crate::support::{Calls, PASSWORD, Reply, TestApp, on_both_engines};

on_both_engines![
    signing_in_opens_a_session_of_its_own,
    a_wrong_address_and_a_wrong_password_are_answered_alike,
    a_cheap_hash_is_replaced_at_sign_in,
    signing_out_ends_this_session_only,
    bodies_are_checked,
];

async fn signing_in_opens_a_session_of_its_own(app: &TestApp) {
    let first = Device::register(app, "maria@example.org").await;
    let credentials = json!({"email": " MARIA@example.org", "password": PASSWORD, "device_name": "Tablet"});
    let reply = app.post("/v1/auth/login", &credentials).await.is(200);
    assert_eq!(reply.header("Cache-Control"), Some("no-store"), "{reply}");
    let second = Device::of(app, &reply.json());
    assert_eq!(second.user, first.user);
    assert_ne!((&second.access, &second.refresh), (&first.access, &first.refresh));
    first.is_in().await;
    second.is_in().await;
    assert_eq!(second.device_ids().await.len(), 2);
}

/// The parts of an answer by which one failure could be distinguished from another.
fn told(reply: &Reply) -> (u16, Value, BTreeMap<&'static str, String>) {
    let mut body = reply.json();
    body["request_id"] = Value::Null;
    let names = ["Content-Type", "Content-Length", "Cache-Control", "WWW-Authenticate", "Retry-After", "Set-Cookie"];
    let headers = names.into_iter().filter_map(|name| Some((name, reply.header(name)?.to_owned())));
    (reply.status, body, headers.collect())
}

async fn a_wrong_address_and_a_wrong_password_are_answered_alike(app: &TestApp) {
    let gone = Device::register(app, "gone@example.org").await;
    gone.delete("/v1/me").await.is(204);
    let maria = Device::register(app, "maria@example.org").await;
    let mut answers = Vec::new();
    for (email, password) in [
        ("maria@example.org", "not the password at all"),
        ("maria@example.org", ""),
        ("maria@example.org", "nobody's password"),
        ("nobody@example.org", PASSWORD),
        ("nobody@example.org", "nobody's password"),
        ("gone@example.org", PASSWORD),
    ] {
        let reply = app.post("/v1/auth/login", &json!({"email": email, "password": password})).await;
        let reply = reply.is_problem(401, "bad_credentials");
        assert!(!reply.text().contains("example.org"), "{reply}");
        answers.push(told(&reply));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    assert_eq!(maria.device_ids().await.len(), 1);
}

fn stored_hash(app: &TestApp) -> String {
    users::table.select(users::password_hash).first(&mut app.connect()).unwrap()
}

async fn a_cheap_hash_is_replaced_at_sign_in(app: &TestApp) {
    const WANTED: &str = "$argon2id$v=19$m=19456,t=2,p=1$";
    app.hash_as_in_production();
    Device::register(app, "maria@example.org").await;
    let first = stored_hash(app);
    assert!(first.starts_with(WANTED), "{first}");
    Device::login(app, "maria@example.org", "Tablet").await;
    assert_eq!(stored_hash(app), first, "a hash at full cost stays");

    for (algorithm, memory) in [(Algorithm::Argon2id, 8 * 1024), (Algorithm::Argon2i, 19 * 1024)] {
        let cheap = Argon2::new(algorithm, Version::V0x13, Params::new(memory, 2, 1, None).unwrap());
        let cheap = cheap.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
        diesel::update(users::table).set(users::password_hash.eq(&cheap)).execute(&mut app.connect()).unwrap();
        let wrong = json!({"email": "maria@example.org", "password": "not the password at all"});
        app.post("/v1/auth/login", &wrong).await.is_problem(401, "bad_credentials");
        assert_eq!(stored_hash(app), cheap, "a wrong password changes nothing");
        Device::login(app, "maria@example.org", "Tablet").await.is_in().await;
        assert!(stored_hash(app).starts_with(WANTED), "{}", stored_hash(app));
        Device::login(app, "maria@example.org", "Tablet").await.is_in().await;
    }
}

async fn signing_out_ends_this_session_only(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    let tablet = Device::login(app, "maria@example.org", "Tablet").await;
    phone.call("POST", "/v1/auth/logout").await.is(204);
    phone.is_out().await;
    phone.call("POST", "/v1/auth/logout").await.is_problem(401, "unauthenticated");
    tablet.is_in().await;
    assert_eq!(tablet.device_ids().await.len(), 1);
    app.call("POST", "/v1/auth/logout").await.is_problem(401, "unauthenticated");
}

async fn bodies_are_checked(app: &TestApp) {
    app.post("/v1/auth/register", &registration("maria@example.org")).await.is(201);
    app.post("/v1/auth/login", &json!({})).await.has_faults(&["/email missing", "/password missing"]);
    let injected = json!({"email": {"$ne": ""}, "password": ["x"], "device_name": "", "remember": true});
    let errors = ["/email wrong_type", "/password wrong_type", "/device_name wrong_length", "/remember unknown_field"];
    app.post("/v1/auth/login", &injected).await.has_faults(&errors);
    let quoted = json!({"email": "maria@example.org'--.x", "password": "' OR '1'='1"});
    app.post("/v1/auth/login", &quoted).await.is_problem(401, "bad_credentials");
    let form = app.call("POST", "/v1/auth/login").bytes("email=maria%40example.org");
    form.header("Content-Type", "application/x-www-form-urlencoded").await.is_problem(415, "unsupported_media_type");
    let twice = r#"{"email": "maria@example.org", "password": "a", "password": "b"}"#;
    app.call("POST", "/v1/auth/login")
        .bytes(twice)
        .header("Content-Type", "application/json")
        .await
        .is_problem(400, "malformed");
}
