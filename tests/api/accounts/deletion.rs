//! The end of an account.

use birddog::core::records::Record;
use birddog::features::pain::PainScore;
use birddog::features::training::DayMark;
use serde_json::json;

use super::{Device, all_at_once, row_counts};
use crate::support::{Calls, PASSWORD, TestApp, collections, on_both_engines};

on_both_engines![
    nothing_of_an_account_stays,
    all_its_tokens_are_worth_nothing_at_once,
    the_address_can_be_used_anew,
    writes_that_cross_the_deletion_leave_nothing,
];

/// Writes something into every table there is.
async fn live(device: &Device<'_>) {
    for kind in collections().into_iter().filter(|kind| kind.takes_post) {
        let post = device.post(&kind.list(), &kind.example);
        post.header("Idempotency-Key", format!("key-{}", kind.name)).await.is(201);
    }
    device.put("/v1/day-marks/2026-11-20", &DayMark::example()).await.is(201);
    device.delete("/v1/day-marks/2026-11-20").await.is(204);
    device.put("/v1/day-marks/2026-11-21", &DayMark::example()).await.is(201);
    device.post("/v1/shares", &json!({"scopes": ["pain"]})).header("Idempotency-Key", "share").await.is(201);
    let file = device.call("POST", "/v1/me/import?format=pain-csv").bytes("date,pain\n2026-11-20,4\n");
    file.header("Content-Type", "text/csv").await.is(200);
    device.get("/v1/streak").await.is(200);
    device.get("/v1/strength").await.is(200);
}

async fn nothing_of_an_account_stays(app: &TestApp) {
    let bystander = Device::register(app, "bystander@example.org").await;
    live(&bystander).await;
    let before = row_counts(app);
    let maria = Device::register(app, "maria@example.org").await;
    Device::login(app, "maria@example.org", "Tablet").await;
    live(&maria).await;
    let during = row_counts(app);
    for table in [
        "users",
        "devices",
        "records",
        "training_days",
        "pain_days",
        "idempotency_keys",
        "share_codes",
        "imported_rows",
    ] {
        assert!(during[table] > before[table], "{table}: {during:?}");
    }
    maria.delete("/v1/me").await.is(204);
    let after = row_counts(app);
    for table in before.keys().filter(|table| *table != "progress_checkpoints") {
        assert_eq!(after[table], before[table], "{table}");
    }
    bystander.is_in().await;
    bystander.get("/v1/streak").await.is(200);
    bystander.delete("/v1/me").await.is(204);
    for (table, rows) in row_counts(app).into_iter().filter(|(table, _)| !table.contains("migrations")) {
        assert_eq!(rows, 0, "{table}");
    }
}

async fn all_its_tokens_are_worth_nothing_at_once(app: &TestApp) {
    let phone = Device::register(app, "maria@example.org").await;
    let tablet = Device::login(app, "maria@example.org", "Tablet").await;
    let tablet = tablet.renewed().await;
    tablet.is_in().await;
    phone.delete("/v1/me").await.is(204);
    phone.is_out().await;
    tablet.is_out().await;
    phone.delete("/v1/me").await.is_problem(401, "unauthenticated");
    tablet.post("/v1/pain-scores", &PainScore::example()).await.is_problem(401, "unauthenticated");
    tablet.call("POST", "/v1/auth/logout").await.is_problem(401, "unauthenticated");
    let credentials = json!({"email": "maria@example.org", "password": PASSWORD});
    app.post("/v1/auth/login", &credentials).await.is_problem(401, "bad_credentials");
}

async fn the_address_can_be_used_anew(app: &TestApp) {
    let first = Device::register(app, "maria@example.org").await;
    live(&first).await;
    first.delete("/v1/me").await.is(204);
    let second = Device::register(app, "maria@example.org").await;
    assert_ne!(second.user_id(), first.user_id());
    first.is_out().await;
    assert_eq!(second.get("/v1/sessions").await.is(200).json()["items"], json!([]));
    assert_eq!(second.get("/v1/plans").await.is(200).json()["items"].as_array().unwrap().len(), 1);
    assert_eq!(second.device_ids().await.len(), 1);
}

async fn writes_that_cross_the_deletion_leave_nothing(app: &TestApp) {
    app.hash_as_in_production();
    let phone = Device::register(app, "maria@example.org").await;
    let tablet = Device::login(app, "maria@example.org", "Tablet").await;
    let score = PainScore::example();
    let credentials = json!({"email": "maria@example.org", "password": PASSWORD});
    let calls = (0..24).map(|index| match index {
        12 => phone.delete("/v1/me"),
        _ if index % 6 == 3 => app.post("/v1/auth/login", &credentials),
        _ if index % 6 == 4 => tablet.renewal(),
        _ if index % 2 == 0 => phone.post("/v1/pain-scores", &score),
        _ => tablet.post("/v1/pain-scores", &score),
    });
    let replies = all_at_once(calls).await;
    assert_eq!(replies[12].status, 204, "{}", replies[12]);
    for reply in &replies {
        assert!([200, 201, 204, 401].contains(&reply.status), "{reply}");
    }
    for (table, rows) in row_counts(app).into_iter().filter(|(table, _)| !table.contains("migrations")) {
        assert_eq!(rows, 0, "{table}");
    }
}
