//! Signing up.

use serde_json::{Value, json};

use super::{Device, all_at_once, count, registration};
use crate::support::{Calls, PASSWORD, TestApp, on_both_engines};

on_both_engines![
    signing_up_signs_in,
    the_first_plan_begins_on_the_persons_own_day,
    one_person_has_one_address,
    a_taken_address_is_refused_and_costs_its_owner_nothing,
    all_that_is_wrong_is_said_at_once,
    what_is_missing_is_named,
    zones_have_names,
    of_two_at_once_one_gets_the_address,
];

async fn signing_up_signs_in(app: &TestApp) {
    let mut body = registration("maria@example.org");
    body["device_name"] = json!("Phone");
    let reply = app.post("/v1/auth/register", &body).await.is(201);
    assert_eq!(reply.header("Cache-Control"), Some("no-store"), "{reply}");
    let session = reply.json();
    let fields: Vec<_> = session.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["access_token", "expires_in", "refresh_token", "token_type", "user"]);
    assert_eq!((&session["token_type"], &session["expires_in"]), (&json!("Bearer"), &json!(600)));
    let user = &session["user"];
    let expected = json!({
        "id": user["id"], "email": "maria@example.org", "display_name": "Maria", "time_zone": "UTC",
        "day_starts_at": user["day_starts_at"], "streak_freezes": true, "rev": 1,
        "created_at": "2026-11-23T12:00:00.000Z", "updated_at": "2026-11-23T12:00:00.000Z",
    });
    assert_eq!(user, &expected);
    let device = Device::of(app, &session);
    assert_eq!(device.get("/v1/me").await.is(200).json(), expected);
    assert_eq!(device.get("/v1/me/devices").await.is(200).json()["items"][0]["name"], "Phone");
}

async fn the_first_plan_begins_on_the_persons_own_day(app: &TestApp) {
    app.clock.set("2026-11-23T22:00:00Z");
    for (zone, day) in
        [("Asia/Tokyo", "2026-11-24"), ("America/Los_Angeles", "2026-11-23"), ("Asia/Kathmandu", "2026-11-24")]
    {
        let user = app.register_in(zone).await;
        let plans = user.get("/v1/plans").await.is(200).json();
        assert_eq!(plans["items"].as_array().unwrap().len(), 1, "{zone}");
        let plan = &plans["items"][0];
        assert_eq!((&plan["effective_from"], &plan["goal_minutes"]), (&json!(day), &json!(10)), "{zone}");
        assert_eq!(
            plan["schedule"],
            json!({"kind": "weekdays", "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]})
        );
    }
}

async fn one_person_has_one_address(app: &TestApp) {
    let device = Device::register(app, "  Maria.Berger@Example.ORG ").await;
    assert_eq!(device.user["email"], "maria.berger@example.org");
    Device::login(app, "MARIA.berger@example.org", "Tablet").await.is_in().await;
    app.post("/v1/auth/register", &registration("maria.berger@EXAMPLE.org")).await.is_problem(409, "email_taken");
    for bad in
        ["", "maria", "maria@", "@example.org", "a b@example.org", "a@b@example.org", "a@localhost", "a\n@example.org"]
    {
        app.post("/v1/auth/register", &registration(bad)).await.has_faults(&["/email invalid_email"]);
    }
    let long = format!("{}@example.org", "a".repeat(250));
    app.post("/v1/auth/register", &registration(&long)).await.has_faults(&["/email invalid_email"]);
}

async fn a_taken_address_is_refused_and_costs_its_owner_nothing(app: &TestApp) {
    let owner = Device::register(app, "maria@example.org").await;
    let before = owner.get("/v1/me").await.is(200).json();
    let mut body = registration("maria@example.org");
    body["display_name"] = json!("Somebody else");
    body["password"] = json!("another heron entirely, at dusk");
    app.post("/v1/auth/register", &body).await.is_problem(409, "email_taken");
    assert_eq!(owner.get("/v1/me").await.is(200).json(), before);
    assert_eq!(owner.device_ids().await.len(), 1);
    Device::login(app, "maria@example.org", "Tablet").await.is_in().await;
    assert_eq!(count(app, "SELECT count(*) FROM users"), 1);
    assert_eq!(count(app, "SELECT count(*) FROM records"), 1);
}

async fn all_that_is_wrong_is_said_at_once(app: &TestApp) {
    let body = json!({
        "email": "maria", "password": "password1234", "display_name": "  ", "time_zone": "Mars/Olympus",
        "device_name": "x".repeat(81), "role": "admin",
    });
    app.post("/v1/auth/register", &body).await.has_faults(&[
        "/email invalid_email",
        "/password weak_password",
        "/display_name wrong_length",
        "/time_zone invalid_time_zone",
        "/device_name wrong_length",
        "/role unknown_field",
    ]);
    assert_eq!(count(app, "SELECT count(*) FROM users"), 0);
}

async fn what_is_missing_is_named(app: &TestApp) {
    let missing = ["/email missing", "/password missing", "/display_name missing", "/time_zone missing"];
    app.post("/v1/auth/register", &json!({})).await.has_faults(&missing);
    let nulls = json!({"email": null, "password": null, "display_name": null, "time_zone": null, "device_name": null});
    let types = ["/email wrong_type", "/password wrong_type", "/display_name wrong_type", "/time_zone wrong_type"];
    app.post("/v1/auth/register", &nulls).await.has_faults(&types);
    for other in [json!([]), json!("x"), json!(7), Value::Null] {
        app.post("/v1/auth/register", &other).await.is_problem(422, "invalid_input");
    }
}

async fn zones_have_names(app: &TestApp) {
    for bad in ["", "local", "+02:00", "Europe/Nowhere", "../../etc/passwd", " UTC"] {
        let mut body = registration("maria@example.org");
        body["time_zone"] = json!(bad);
        app.post("/v1/auth/register", &body).await.has_faults(&["/time_zone invalid_time_zone"]);
    }
}

async fn of_two_at_once_one_gets_the_address(app: &TestApp) {
    app.hash_as_in_production();
    for round in 0..3 {
        let names = ["Maria", "Mario"];
        let bodies = names.map(|name| {
            json!({"email": format!("m{round}@example.org"), "password": PASSWORD, "display_name": name, "time_zone": "UTC"})
        });
        let replies = all_at_once(bodies.iter().map(|body| app.post("/v1/auth/register", body))).await;
        let mut statuses: Vec<_> = replies.iter().map(|reply| reply.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409], "{round:?}");
        let winner = replies.iter().find(|reply| reply.status == 201).unwrap();
        Device::of(app, &winner.json()).is_in().await;
    }
    assert_eq!(count(app, "SELECT count(*) FROM users"), 3);
    assert_eq!(count(app, "SELECT count(*) FROM devices"), 3);
}
