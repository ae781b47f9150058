//! Cursors that belong to somebody else, or to nobody.

use serde_json::{Value, json};

use super::forge::{decoded, encoded};
use crate::accounts::Device;
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![another_persons_cursor_gives_ones_own_records, cursors_that_were_never_given_are_refused];

async fn scores(device: &Device<'_>, value: i32) {
    for hour in 1..=4 {
        let body = json!({"recorded_at": format!("2026-11-23T0{hour}:00:00Z"), "time_zone": "UTC", "score": value});
        device.post("/v1/pain-scores", &body).await.is(201);
    }
}

fn own_only(page: &Value, value: i32) -> usize {
    let items = page["items"].as_array().unwrap();
    assert!(items.iter().all(|item| item["score"] == value), "{page}");
    items.len()
}

async fn another_persons_cursor_gives_ones_own_records(app: &TestApp) {
    let owner = Device::register(app, "maria@example.org").await;
    let stranger = Device::register(app, "stranger@example.org").await;
    scores(&owner, 3).await;
    scores(&stranger, 7).await;
    let page = owner.get("/v1/pain-scores?limit=2").await.is(200).json();
    let cursor = page["next_cursor"].as_str().unwrap();
    let taken = stranger.get(&format!("/v1/pain-scores?limit=200&cursor={cursor}")).await.is(200).json();
    assert!(own_only(&taken, 7) <= 4);
    // With the owner's id, and from before the beginning.
    let place: Value = serde_json::from_slice(&decoded(cursor)).unwrap();
    for day in ["1900-01-01", "2026-11-23", "9999-12-31"] {
        for id in [owner.user_id(), "ffffffff-ffff-ffff-ffff-ffffffffffff".to_owned()] {
            let mut forged = place.clone();
            forged["Record"] = json!([day, "2026-11-23T23:00:00.000Z", id]);
            let forged = encoded(forged.to_string());
            let page = stranger.get(&format!("/v1/pain-scores?cursor={forged}")).await.is(200).json();
            own_only(&page, 7);
        }
    }
    // Of another collection of the same person.
    let page = owner.get(&format!("/v1/sessions?cursor={cursor}")).await.is(200).json();
    assert_eq!(page["items"], json!([]));
}

async fn cursors_that_were_never_given_are_refused(app: &TestApp) {
    let device = Device::register(app, "maria@example.org").await;
    scores(&device, 3).await;
    let page = device.get("/v1/pain-scores?limit=1").await.is(200).json();
    let cursor = page["next_cursor"].as_str().unwrap();
    let mut bad = vec![
        "x".to_owned(),
        "*".to_owned(),
        "%00".to_owned(),
        "%FF%FE".to_owned(),
        encoded("{}"),
        encoded("null"),
        encoded("[]"),
        encoded(r#"{"Record":["2026-11-23","2026-11-23T00:00:00Z","' OR 1=1 --"]}"#),
        encoded(r#"{"Record":["2026-11-23') --","2026-11-23T00:00:00Z","019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e"]}"#),
        encoded(r#"{"Record":["2026-11-23"]}"#),
        encoded(r#"{"BuiltIn":-1}"#),
        encoded(r#"{"BuiltIn":18446744073709551616}"#),
        encoded("[".repeat(300)),
        encoded("a".repeat(5_000)),
        cursor[..cursor.len() - 3].to_owned(),
        format!("{cursor}{cursor}"),
    ];
    bad.extend((0..cursor.len()).step_by(5).map(|index| format!("{}!{}", &cursor[..index], &cursor[index + 1..])));
    for cursor in bad {
        device.get(&format!("/v1/pain-scores?cursor={cursor}")).await.has_faults(&["?cursor invalid_parameter"]);
    }
    for shown in ["18446744073709551615", "9223372036854775807", "100000"] {
        let cursor = encoded(format!(r#"{{"BuiltIn":{shown}}}"#));
        device.get(&format!("/v1/exercises?cursor={cursor}")).await.has_faults(&["?cursor invalid_parameter"]);
    }
}
