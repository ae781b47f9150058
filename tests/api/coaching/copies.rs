//! What becomes of comments and proposals when a share ends, and when another begins.

use birddog::core::records::Record;
use birddog::features::training::Plan;
use chrono::Duration;
use serde_json::{Value, json};
use uuid::Uuid;

use super::endings::sweep;
use super::{EVERYTHING, heard, of, shared};
use crate::accounts::count;
use crate::support::{Calls, TestApp, User, on_both_engines};

on_both_engines![
    the_coachs_copies_go_and_come_back,
    what_another_share_carries_stays,
    what_has_run_out_is_not_told,
    a_new_share_brings_back_what_had_run_out,
    a_coach_who_leaves_leaves_their_words,
    a_client_who_leaves_takes_their_words_along,
];

/// A comment of each, one of them read, and a proposal that waits.
async fn talk(app: &TestApp, client: &User<'_>, coach: &User<'_>) -> Value {
    let mine = client.post("/v1/comments", &json!({"text": "mine", "coach_id": coach.id})).await.is(201).json();
    app.clock.advance(Duration::minutes(1));
    coach.post(&of(client, "/comments"), &json!({"text": "theirs"})).await.is(201);
    let read = of(client, &format!("/comments/{}/read", mine["id"].as_str().unwrap()));
    coach.call("POST", &read).await.is(200);
    let path = of(client, &format!("/plan-proposals/{}", Uuid::now_v7()));
    coach.put(&path, &json!({"plan": Plan::example()})).await.is(201).json()
}

async fn items(user: &User<'_>, collection: &str) -> Vec<Value> {
    user.get(&format!("/v1/{collection}")).await.is(200).json()["items"].as_array().unwrap().clone()
}

/// The feed after a cursor, `-` before deletions, without shares; the next cursor.
async fn told(user: &User<'_>, cursor: &str) -> (Vec<String>, String) {
    let page = user.get(&format!("/v1/sync?limit=500{cursor}")).await.is(200).json();
    let name = |change: &Value| {
        let sign = if change["deleted"] == true { "-" } else { "" };
        format!("{sign}{}", change["collection"].as_str().unwrap())
    };
    let mut changes: Vec<_> = page["changes"].as_array().unwrap().iter().map(name).collect();
    changes.retain(|name| name != "shares" && name != "plans");
    changes.sort();
    (changes, format!("&cursor={}", page["next_cursor"].as_str().unwrap()))
}

/// A record without what says whose copy it is and when it changed.
fn content(record: &Value) -> Value {
    let mut fields = record.clone();
    for name in ["role", "rev", "updated_at"] {
        fields.as_object_mut().unwrap().remove(name);
    }
    fields
}

fn contents(records: &[Value]) -> Vec<Value> {
    records.iter().map(content).collect()
}

async fn the_coachs_copies_go_and_come_back(app: &TestApp) {
    let (client, coach, second) = (app.register().await, app.register().await, app.register().await);
    let share = shared(&client, &coach, &["plan"]).await;
    shared(&client, &second, &["plan"]).await;
    talk(app, &client, &coach).await;
    talk(app, &client, &second).await;
    let (_, cursor) = told(&coach, "").await;
    let (_, of_second) = told(&second, "").await;
    let before = items(&client, "comments").await;
    let mut stream = coach.get("/v1/events").events().await;
    stream.expect("ready").await;
    for (ender, share) in [(&client, share), (&coach, String::new())] {
        let share = if share.is_empty() { shared(&client, &coach, &["plan"]).await } else { share };
        ender.delete(&format!("/v1/shares/{share}")).await.is(204);
        for collection in ["comments", "plan-proposals"] {
            assert_eq!(items(&coach, collection).await, Vec::<Value>::new(), "{} {collection}", ender.email);
        }
        assert_eq!(items(&client, "comments").await, before, "{}", ender.email);
        assert_eq!(items(&client, "plan-proposals").await[1]["state"], "withdrawn", "{}", ender.email);
    }
    let (changes, cursor) = told(&coach, &cursor).await;
    assert_eq!(changes, ["-comments", "-comments", "-plan-proposals"]);
    let gone = heard(&mut stream, 4).await.into_iter().filter(|change| change["deleted"] == true).count();
    assert_eq!(gone, 3);
    assert_eq!(told(&second, &of_second).await.0, Vec::<String>::new());
    assert_eq!(items(&client, "plan-proposals").await[0]["state"], "proposed");
    // The client still has their say over what is theirs.
    let theirs = before.iter().find(|one| one["author"] == "coach" && one["coach_id"] == coach.id.as_str()).unwrap();
    let path = format!("/v1/comments/{}", theirs["id"].as_str().unwrap());
    client.call("POST", &format!("{path}/read")).await.is(200);
    coach.get(&path).await.is_problem(404, "not_found");

    app.clock.advance(Duration::days(3));
    shared(&client, &coach, &["sessions"]).await;
    let (changes, cursor) = told(&coach, &cursor).await;
    assert_eq!(changes, ["comments", "comments"]);
    let of_client = items(&client, "comments").await;
    let of_client: Vec<_> = of_client.into_iter().filter(|one| one["coach_id"] == coach.id.as_str()).collect();
    assert_eq!(contents(&items(&coach, "comments").await), contents(&of_client));
    let page = coach.get(&of(&client, "/comments")).await.is(200).json();
    assert_eq!(page["items"], json!(items(&coach, "comments").await));
    shared(&client, &coach, &["plan"]).await;
    let (changes, _) = told(&coach, &cursor).await;
    assert_eq!(changes, ["plan-proposals"]);
    assert_eq!(items(&coach, "plan-proposals").await[0]["state"], "withdrawn");
}

async fn what_another_share_carries_stays(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    let plan = shared(&client, &coach, &["plan"]).await;
    let twice = shared(&client, &coach, &["plan", "pain"]).await;
    let pain = shared(&client, &coach, &["pain"]).await;
    let proposal = talk(app, &client, &coach).await;
    let path = format!("/v1/plan-proposals/{}", proposal["id"].as_str().unwrap());
    let rev = coach.get(&path).await.is(200).json()["rev"].clone();
    client.delete(&format!("/v1/shares/{plan}")).await.is(204);
    let kept = coach.get(&path).await.is(200).json();
    assert_eq!((&kept["state"], &kept["rev"]), (&json!("proposed"), &rev));
    client.delete(&format!("/v1/shares/{twice}")).await.is(204);
    assert_eq!(client.get(&path).await.is(200).json()["state"], "withdrawn");
    coach.get(&path).await.is_problem(404, "not_found");
    assert_eq!(items(&coach, "comments").await.len(), 2);
    client.delete(&format!("/v1/shares/{pain}")).await.is(204);
    assert_eq!(items(&coach, "comments").await, Vec::<Value>::new());
}

/// Shares everything for an hour.
async fn shared_for_an_hour(app: &TestApp, client: &User<'_>, coach: &User<'_>) {
    let until = app.clock.now().plus(Duration::hours(1)).to_text();
    let share = client.post("/v1/shares", &json!({"scopes": EVERYTHING, "expires_at": until})).await.is(201).json();
    coach.post("/v1/shares/redeem", &json!({"code": share["code"]})).await.is(200);
}

async fn what_has_run_out_is_not_told(app: &TestApp) {
    let (client, other, coach) = (app.register().await, app.register().await, app.register().await);
    shared_for_an_hour(app, &client, &coach).await;
    shared(&other, &coach, &EVERYTHING).await;
    talk(app, &client, &coach).await;
    talk(app, &other, &coach).await;
    let mut tags = Vec::new();
    for collection in ["comments", "plan-proposals"] {
        let list = coach.get(&format!("/v1/{collection}")).await.is(200);
        for item in list.json()["items"].as_array().unwrap() {
            let path = format!("/v1/{collection}/{}", item["id"].as_str().unwrap());
            let tag = coach.get(&path).await.is(200).etag();
            tags.push((path, tag, item["client_id"] == client.id.as_str()));
        }
        coach.get(&format!("/v1/{collection}")).header("If-None-Match", list.etag()).await.is(304);
        tags.push((format!("/v1/{collection}"), list.etag(), false));
    }
    // Whatever the devices said before: an op that decided something under an id that is used again.
    let op = |collection: &str, id: &Value| {
        json!({"ops": [{"op_id": "0192f7f8-2f3a-7c4e-9b1d-5a6c7d8e9f00", "collection": collection, "id": id, "action": "put",
            "record": {"kind": "rest"}, "resolution": "mine"}]})
    };
    coach.post("/v1/sync", &op("day-marks", &json!("2026-11-20"))).await.is(200);
    app.clock.advance(Duration::hours(1));

    for (path, tag, of_client) in &tags {
        let reply = coach.get(path).header("If-None-Match", tag).await;
        match (path.matches('/').count(), of_client) {
            (2, _) => {
                let list = reply.is(200);
                assert!(!list.text().contains(&client.id) && list.text().contains(&other.id), "{list}");
                coach.get(path).header("If-None-Match", list.etag()).await.is(304);
            }
            (_, true) => drop(reply.is_problem(404, "not_found")),
            (_, false) => drop(reply.is(304)),
        }
    }
    let feed = coach.get("/v1/sync?limit=500").await.is(200);
    let text = "\"collection\":\"comments\"";
    assert_eq!(feed.text().matches(text).count(), 4, "{feed}");
    for change in feed.json()["changes"].as_array().unwrap() {
        let talk = change["collection"] == "comments" || change["collection"] == "plan-proposals";
        assert!(!talk || change["record"]["client_id"] != client.id.as_str(), "{change}");
    }
    assert_eq!(told(&coach, "").await.0.iter().filter(|name| *name == "-comments").count(), 2);
    let withheld = tags.iter().find(|(path, _, of_client)| *of_client && path.contains("comments")).unwrap();
    let id = json!(withheld.0.rsplit_once('/').unwrap().1);
    let reply = coach.post("/v1/sync", &op("comments", &id)).await.is(200);
    assert!(!reply.text().contains(&client.id), "{reply}");
    // A stream from the beginning shows no more.
    let mut stream = coach.get("/v1/events?cursor=").header("Last-Event-ID", first_cursor(&coach).await).events().await;
    let event = stream.expect("changes").await.json();
    let comments: Vec<_> = event["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|change| change["collection"] == "comments")
        .cloned()
        .collect();
    assert_eq!(comments.iter().filter(|change| change["deleted"] == true).count(), 2);
    coach.get(&of(&client, "/comments")).await.is_problem(404, "not_found");
    // The client has theirs throughout.
    assert_eq!(items(&client, "comments").await.len(), 2);

    assert_eq!(sweep(app).await, 1);
    assert_eq!(items(&client, "plan-proposals").await[0]["state"], "withdrawn");
    assert_eq!(items(&client, "comments").await.len(), 2);
    for collection in ["comments", "plan-proposals"] {
        assert!(
            items(&coach, collection).await.iter().all(|one| one["client_id"] == other.id.as_str()),
            "{collection:?}"
        );
    }
    assert_eq!(count(app, "SELECT count(*) FROM records WHERE collection IN (10, 11) AND body IS NULL"), 3);
}

/// A cursor behind the first change.
async fn first_cursor(user: &User<'_>) -> String {
    user.get("/v1/sync?limit=1").await.is(200).json()["next_cursor"].as_str().unwrap().to_owned()
}

async fn a_new_share_brings_back_what_had_run_out(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared_for_an_hour(app, &client, &coach).await;
    talk(app, &client, &coach).await;
    app.clock.advance(Duration::hours(1));
    // A new device gets none of them.
    let (changes, cursor) = told(&coach, "").await;
    assert_eq!(changes, ["-comments", "-comments", "-plan-proposals"]);
    shared(&client, &coach, &["plan"]).await;
    let (changes, cursor) = told(&coach, &cursor).await;
    assert_eq!(changes, ["comments", "comments", "plan-proposals"]);
    let list = contents(&items(&coach, "comments").await);
    assert_eq!(list, contents(&items(&client, "comments").await));
    // That the old one has run out is noted, and takes nothing away.
    assert_eq!(sweep(app).await, 1);
    assert_eq!(told(&coach, &cursor).await.0, Vec::<String>::new());
    assert_eq!(items(&client, "plan-proposals").await[0]["state"], "proposed");
}

async fn a_coach_who_leaves_leaves_their_words(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    coach.patch("/v1/me", &json!({"coach_profile": {"name": "Jonas Weber"}})).await.is(200);
    shared(&client, &coach, &["plan"]).await;
    talk(app, &client, &coach).await;
    let before = items(&client, "comments").await;
    coach.delete("/v1/me").await.is(204);
    assert_eq!(items(&client, "comments").await, before);
    assert_eq!(before[0]["author_name"], "Jonas Weber");
    let proposal = items(&client, "plan-proposals").await[0].clone();
    assert_eq!((&proposal["state"], &proposal["coach_name"]), (&json!("withdrawn"), &json!("Jonas Weber")));
    let path = |comment: &Value| format!("/v1/comments/{}", comment["id"].as_str().unwrap());
    client.call("POST", &format!("{}/read", path(&before[0]))).await.is(200);
    client.delete(&path(&before[0])).await.is_problem(404, "not_found");
    client.delete(&path(&before[1])).await.is(204);
    client.post("/v1/comments", &json!({"text": "Are you there?"})).await.has_faults(&["/coach_id no_coach"]);
    let accept = format!("/v1/plan-proposals/{}/accept", proposal["id"].as_str().unwrap());
    client.call("POST", &accept).await.is_problem(409, "proposal_closed");
}

async fn a_client_who_leaves_takes_their_words_along(app: &TestApp) {
    let (client, coach, former) = (app.register().await, app.register().await, app.register().await);
    let share = shared(&client, &former, &["plan"]).await;
    talk(app, &client, &former).await;
    former.delete(&format!("/v1/shares/{share}")).await.is(204);
    shared(&client, &coach, &["plan"]).await;
    talk(app, &client, &coach).await;
    client.delete("/v1/me").await.is(204);
    for person in [&coach, &former] {
        for collection in ["comments", "plan-proposals"] {
            assert_eq!(items(person, collection).await, Vec::<Value>::new(), "{collection:?}");
        }
    }
    assert_eq!(told(&coach, "").await.0, ["-comments", "-comments", "-plan-proposals", "-shares"]);
    assert_eq!(count(app, "SELECT count(*) FROM records WHERE collection IN (10, 11) AND body IS NOT NULL"), 0);
    assert_eq!(count(app, "SELECT count(*) FROM grants"), 0);
}
