use chrono::Duration;
use serde_json::json;

use super::{EVERYTHING, looks, of, shared};
use crate::support::{Calls, TestApp, on_both_engines, session};

on_both_engines![
    a_share_opens_what_it_names_until_it_is_ended,
    both_sides_see_their_share,
    shares_come_with_the_feed_and_are_not_pushed,
    what_has_no_client_route_is_not_there,
    ids_and_cursors_reach_nobody_elses_records,
    a_client_is_seen_on_their_own_day,
    a_coach_who_signed_out_sees_nothing,
];

async fn a_share_opens_what_it_names_until_it_is_ended(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    client.post("/v1/sessions", &session("2026-11-23T08:00:00Z", 12)).await.is(201);
    coach.get(&of(&client, "/sessions")).await.is_problem(404, "not_found");
    let share = shared(&client, &coach, &["sessions"]).await;
    let list = coach.get(&of(&client, "/sessions")).await.is(200);
    assert_eq!(list.json()["items"].as_array().unwrap().len(), 1);
    // The tag is not the owner's, who sees more.
    let own = client.get("/v1/sessions").await.is(200);
    assert_ne!(list.etag(), own.etag());
    coach.get(&of(&client, "/sessions")).header("If-None-Match", own.etag()).await.is(200);
    coach.get(&of(&client, "/sessions")).header("If-None-Match", list.etag()).await.is(304);
    coach.get(&of(&client, "/streak")).await.is(200);
    let refused = coach.get(&of(&client, "/pain-scores")).await.is_problem(403, "scope_missing");
    assert!(refused.text().contains("`pain`"), "{refused}");
    // A share is not mutual.
    client.get(&of(&coach, "/sessions")).await.is_problem(404, "not_found");
    client.delete(&format!("/v1/shares/{share}")).await.is(204);
    client.delete(&format!("/v1/shares/{share}")).await.is(204);
    for tag in [list.etag(), "*".to_owned()] {
        coach.get(&of(&client, "/sessions")).header("If-None-Match", tag).await.is_problem(404, "not_found");
    }
    coach.get(&of(&client, "/pain-scores")).await.is_problem(404, "not_found");
    assert_eq!(looks(&client).await.len(), 4);
}

async fn both_sides_see_their_share(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    coach.patch("/v1/me", &json!({"coach_profile": {"name": "Jonas Weber"}})).await.is(200);
    let body = json!({"scopes": ["plan", "pain", "pain"], "label": "My physio", "consent_version": 1});
    let given = client.post("/v1/shares", &body).await.is(201);
    let (share, location) = (given.json(), given.header("Location").unwrap().to_owned());
    assert_eq!(location, format!("/v1/shares/{}", share["id"].as_str().unwrap()));
    assert_eq!((&share["role"], &share["state"]), (&json!("client"), &json!("waiting")));
    assert_eq!(share["scopes"], json!(["pain", "plan"]));
    assert_eq!(share["code_valid_until"], "2026-11-30T12:00:00.000Z");
    assert_eq!(share["consent"], json!({"version": 1, "agreed_at": "2026-11-23T12:00:00.000Z"}));
    let waiting = client.get(&location).await.is(200).json();
    assert_eq!(waiting.get("code"), None);
    coach.get(&location).await.is_problem(404, "not_found");

    let before = client.get("/v1/me").await.is(200).json()["rev"].as_i64().unwrap();
    let taken = coach.post("/v1/shares/redeem", &json!({"code": share["code"]})).await.is(200).json();
    let own = client.get(&location).await.is(200).json();
    // It goes through the feed of both.
    assert_eq!(own["rev"], before + 1);
    assert_eq!(own["coach"], json!({"id": coach.id, "name": "Jonas Weber"}));
    assert_eq!((&own["state"], &own["label"]), (&json!("active"), &json!("My physio")));
    assert_eq!(taken["client"], json!({"id": client.id, "name": "Maria"}));
    assert_eq!((&taken["role"], taken.get("label")), (&json!("coach"), None));
    assert_eq!(coach.get("/v1/shares").await.is(200).json()["items"], json!([taken]));
    assert_eq!(client.get("/v1/shares").await.is(200).json()["items"], json!([own]));

    app.clock.advance(Duration::hours(1));
    coach.delete(&location).await.is(204);
    let ended = json!({"at": "2026-11-23T13:00:00.000Z", "by": "coach"});
    for side in [&client, &coach] {
        let share = side.get(&location).await.is(200).json();
        assert_eq!((&share["state"], &share["ended"]), (&json!("ended"), &ended), "{}", side.email);
    }
    coach.get(&of(&client, "/plan")).await.is_problem(404, "not_found");
    // Only the service writes these records.
    for call in [client.put(&location, &own), client.patch(&location, &json!({"scopes": EVERYTHING}))] {
        assert_eq!(call.await.is_problem(405, "method_not_allowed").header("Allow"), Some("DELETE, GET, HEAD"));
    }
    client.get("/v1/shares/redeem").await.is_problem(405, "method_not_allowed");
}

async fn shares_come_with_the_feed_and_are_not_pushed(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    let mut streams = Vec::new();
    for person in [&client, &coach] {
        let mut stream = person.get("/v1/events").events().await;
        stream.expect("ready").await;
        streams.push(stream);
    }
    let share = shared(&client, &coach, &["sessions"]).await;
    let mut told = Vec::new();
    for stream in &mut streams {
        told.push(stream.expect("changes").await.changes());
    }
    assert!(told.iter().all(|changes| changes[0].0 == format!("shares/{share}")), "{told:?}");
    coach.delete(&format!("/v1/shares/{share}")).await.is(204);
    for (person, role) in [(&client, "client"), (&coach, "coach")] {
        let feed = person.get("/v1/sync").await.is(200).json();
        let last = feed["changes"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["collection"], &last["record"]["state"]), (&json!("shares"), &json!("ended")), "{role:?}");
        assert_eq!(last["record"]["role"], role, "{role:?}");
        for action in ["put", "delete"] {
            let mut op =
                json!({"op_id": share, "collection": "shares", "id": share, "action": action, "base_rev": last["rev"]});
            if action == "put" {
                op["record"] = json!({"state": "active"});
            }
            let results = person.post("/v1/sync", &json!({"ops": [op]})).await.is(200).json();
            let result = &results["results"][0];
            assert_eq!(
                (&result["status"], &result["problem"]["code"]),
                (&json!("rejected"), &json!("read_only")),
                "{action:?}"
            );
        }
    }
    coach.get(&of(&client, "/sessions")).await.is_problem(404, "not_found");
}

async fn what_has_no_client_route_is_not_there(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &EVERYTHING).await;
    for path in [
        "",
        "/",
        "/today",
        "/me",
        "/me/health-profile",
        "/me/devices",
        "/me/access-log",
        "/shares",
        "/learn/cards",
        "/sync",
        "/exercises/bird-dog/progression",
        "/health-profile",
        "/vocabulary",
        "/streak/",
        "/str%65ak",
        "//streak",
    ] {
        coach.get(&of(&client, path)).await.is_problem(404, "not_found");
    }
    for spelling in [client.id.to_uppercase().replace('-', ""), "me".to_owned(), coach.id.clone()] {
        coach.get(&format!("/v1/clients/{spelling}/streak")).await.is_problem(404, "not_found");
    }
    for method in ["PUT", "POST", "PATCH", "DELETE"] {
        let refused = coach.call(method, &of(&client, "/sessions")).await.is_problem(405, "method_not_allowed");
        assert_eq!(refused.header("Allow"), Some("GET, HEAD"), "{method:?}");
    }
    assert_eq!(looks(&client).await, Vec::<serde_json::Value>::new());
}

async fn ids_and_cursors_reach_nobody_elses_records(app: &TestApp) {
    let (client, coach, other) = (app.register().await, app.register().await, app.register().await);
    shared(&client, &coach, &EVERYTHING).await;
    let mut cursors = Vec::new();
    for person in [&client, &coach, &other] {
        for hour in 6..9 {
            let body = json!({"started_at": format!("2026-11-23T0{hour}:00:00Z"), "time_zone": "UTC", "duration_seconds": 60,
                "note": person.id});
            person.post("/v1/sessions", &body).await.is(201);
        }
        let page = person.get("/v1/sessions?limit=1").await.is(200).json();
        cursors.push((page["next_cursor"].as_str().unwrap().to_owned(), page["items"][0]["id"].clone()));
    }
    for (cursor, id) in &cursors {
        let page = coach.get(&of(&client, &format!("/sessions?cursor={cursor}"))).await.is(200);
        for item in page.json()["items"].as_array().unwrap() {
            assert_eq!(item["note"], client.id.as_str(), "{cursor:?}");
        }
        let path = of(&client, &format!("/sessions/{}", id.as_str().unwrap()));
        let status = coach.get(&path).await.status;
        assert_eq!(status, if *id == cursors[0].1 { 200 } else { 404 }, "{cursor:?} {id:?}");
        coach.get(&of(&other, &format!("/sessions/{}", id.as_str().unwrap()))).await.is_problem(404, "not_found");
    }
    coach.get(&format!("/v1/sessions/{}", cursors[0].1.as_str().unwrap())).await.is_problem(404, "not_found");
}

async fn a_client_is_seen_on_their_own_day(app: &TestApp) {
    let (client, coach) = (app.register_in("Pacific/Auckland").await, app.register_in("America/Los_Angeles").await);
    shared(&client, &coach, &["sessions"]).await;
    let streak = coach.get(&of(&client, "/streak")).await.is(200).json();
    assert_eq!(streak["as_of"], "2026-11-24");
    assert_eq!(streak, client.get("/v1/streak").await.is(200).json());
    assert_eq!(coach.get("/v1/streak").await.is(200).json()["as_of"], "2026-11-23");
}

async fn a_coach_who_signed_out_sees_nothing(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    let token = format!("Bearer {}", coach.token().await);
    let look = || app.get(&of(&client, "/streak")).header("Authorization", &token);
    look().await.is(200);
    coach.call("POST", "/v1/auth/logout").await.is(204);
    look().await.is_problem(401, "unauthenticated");
    assert_eq!(looks(&client).await.len(), 1);
}
