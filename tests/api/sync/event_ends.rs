//! Streams end with what allowed them.

use birddog::platform::time::Clock;
use chrono::Duration;
use serde_json::{Value, json};

use crate::process::Program;
use crate::support::{Calls, EventStream, PASSWORD, TestApp, User, on_both_engines};

on_both_engines![
    signing_out_ends_the_streams_of_that_device_alone,
    a_device_that_is_signed_out_from_another_hears_nothing_more,
    a_change_of_password_ends_the_streams_of_the_other_devices,
    a_stolen_refresh_token_ends_the_streams_of_the_session,
    deleting_the_account_ends_its_streams,
    a_stream_ends_with_its_token,
    a_node_that_stops_says_so,
];

async fn another_device<'a>(app: &'a TestApp, user: &User<'_>) -> User<'a> {
    let credentials = json!({"email": user.email, "password": PASSWORD});
    User::new(app, &app.post("/v1/auth/login", &credentials).await.is(200).json())
}

async fn listen(user: &User<'_>) -> EventStream {
    let mut stream = user.get("/v1/events").events().await;
    stream.expect("ready").await;
    stream
}

async fn change(user: &User<'_>) {
    user.put("/v1/day-marks/2026-10-01", &json!({"kind": "rest"})).await.is(201);
}

async fn signing_out_ends_the_streams_of_that_device_alone(app: &TestApp) {
    let phone = app.register().await;
    let tablet = another_device(app, &phone).await;
    let (on_phone, mut on_tablet) = (listen(&phone).await, listen(&tablet).await);
    phone.call("POST", "/v1/auth/logout").await.is(204);
    on_phone.ends("session_ended").await;
    change(&tablet).await;
    assert_eq!(on_tablet.expect("changes").await.changes().len(), 1);
    phone.get("/v1/events").await.is_problem(401, "unauthenticated");
}

async fn a_device_that_is_signed_out_from_another_hears_nothing_more(app: &TestApp) {
    let phone = app.register().await;
    let tablet = another_device(app, &phone).await;
    let (on_phone, on_tablet) = (listen(&phone).await, listen(&tablet).await);
    let devices = phone.get("/v1/me/devices").await.is(200).json();
    let other = devices["items"].as_array().unwrap().iter().find(|device| device["current"] == false).unwrap();
    phone.delete(&format!("/v1/me/devices/{}", other["id"].as_str().unwrap())).await.is(204);
    on_tablet.ends("session_ended").await;
    drop(on_phone);
}

async fn a_change_of_password_ends_the_streams_of_the_other_devices(app: &TestApp) {
    let phone = app.register().await;
    let tablet = another_device(app, &phone).await;
    let (mut on_phone, on_tablet) = (listen(&phone).await, listen(&tablet).await);
    let change_of = json!({"current_password": PASSWORD, "new_password": "nine quiet otters at dusk"});
    phone.post("/v1/me/password", &change_of).await.is(204);
    on_tablet.ends("session_ended").await;
    change(&phone).await;
    on_phone.expect("changes").await;
}

async fn a_stolen_refresh_token_ends_the_streams_of_the_session(app: &TestApp) {
    let credentials =
        json!({"email": "maria@example.org", "password": PASSWORD, "display_name": "Maria", "time_zone": "UTC"});
    let signed_in = app.post("/v1/auth/register", &credentials).await.is(201).json();
    let renew = async |session: &Value| {
        app.post("/v1/auth/refresh", &json!({"refresh_token": session["refresh_token"]})).await.is(200).json()
    };
    let renewed = renew(&signed_in).await;
    let phone = User::new(app, &renew(&renewed).await);
    let stream = listen(&phone).await;
    app.clock.advance(Duration::seconds(30));
    let replayed = json!({"refresh_token": signed_in["refresh_token"]});
    app.post("/v1/auth/refresh", &replayed).await.is_problem(401, "refresh_refused");
    stream.ends("session_ended").await;
}

async fn deleting_the_account_ends_its_streams(app: &TestApp) {
    let user = app.register().await;
    let stream = listen(&user).await;
    user.delete("/v1/me").await.is(204);
    stream.ends("session_ended").await;
}

async fn a_stream_ends_with_its_token(app: &TestApp) {
    let user = app.register().await;
    let stream = listen(&user).await;
    app.clock.advance(Duration::minutes(11));
    // Renewing changes no records, so this wakes the stream, which may send no more.
    change(&user).await;
    stream.ends("token_expired").await;
}

async fn a_node_that_stops_says_so(app: &TestApp) {
    // The program goes by the clock on the wall.
    app.clock.set(&Clock::system().now().to_text());
    let user = app.register().await;
    let cursor = user.get("/v1/sync").await.is(200).json()["next_cursor"].as_str().unwrap().to_owned();
    let mut program = Program::start(app.place());
    let stream = user.get("/v1/events").header("Last-Event-ID", cursor).at_address(program.address).events().await;
    program.terminate();
    stream.ends("stopping").await;
    assert!(program.wait().success());
}
