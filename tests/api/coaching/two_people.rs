//! The whole of it as two people live it.

use chrono::Duration;
use serde_json::{Value, json};

use super::{heard, looks, of};
use crate::support::{Calls, EventStream, TestApp, on_both_engines, session};

on_both_engines![maria_and_jonas];

const PROPOSAL: &str = "0192f7f8-2f3a-7c4e-9b1d-5a6c7d8e9f00";

/// The collections of the next `count` changes of a stream.
async fn told(stream: &mut EventStream, count: usize) -> Vec<String> {
    let changes = heard(stream, count).await;
    changes.iter().map(|change| change["collection"].as_str().unwrap().to_owned()).collect()
}

async fn listen(person: &impl Calls) -> EventStream {
    let mut stream = person.get("/v1/events").events().await;
    stream.expect("ready").await;
    stream
}

async fn maria_and_jonas(app: &TestApp) {
    let (maria, jonas) = (app.register().await, app.register().await);
    let trained = maria.post("/v1/sessions", &session("2026-11-22T08:00:00Z", 12)).await.is(201).json();

    // Jonas says who he is; Maria looks him up and invites him, and nobody else, with a code.
    jonas.patch("/v1/me", &json!({"coach_profile": {"name": "Jonas Weber, physiotherapist"}})).await.is(200);
    let card = maria.get(&format!("/v1/coaches/{}", jonas.id)).await.is(200).json();
    assert_eq!(card["name"], "Jonas Weber, physiotherapist");
    let offer = json!({"scopes": ["sessions", "plan"], "coach_id": jonas.id, "label": "My physio"});
    let share = maria.post("/v1/shares", &offer).await.is(201).json();
    jonas.get(&of(&maria, "/streak")).await.is_problem(404, "not_found");

    // He takes it up, and both see it at once.
    let (mut on_hers, mut on_his) = (listen(&maria).await, listen(&jonas).await);
    jonas.post("/v1/shares/redeem", &json!({"code": share["code"]})).await.is(200);
    for stream in [&mut on_hers, &mut on_his] {
        assert_eq!(told(stream, 1).await, ["shares"]);
    }

    // He looks around.
    let clients = jonas.get("/v1/clients").await.is(200).json();
    assert_eq!(
        (&clients["items"][0]["client"]["name"], &clients["items"][0]["pain_7d"]),
        (&json!("Maria"), &Value::Null)
    );
    app.clock.advance(Duration::seconds(1));
    assert_eq!(jonas.get(&of(&maria, "/streak")).await.is(200).json()["current"]["length"], 1);
    app.clock.advance(Duration::seconds(1));
    assert_eq!(jonas.get(&of(&maria, "/sessions")).await.is(200).json()["items"][0]["id"], trained["id"]);
    jonas.get(&of(&maria, "/pain-scores")).await.is_problem(403, "scope_missing");

    // He proposes a plan and says why on her session; she is notified of both, accepts and answers.
    let plan = json!({"effective_from": "2026-11-24", "schedule": {"kind": "times_per_week", "times": 4}, "goal_minutes": 15,
                      "items": [{"exercise": "bird-dog", "sets": 2, "reps": 5, "hold_seconds": 5}]});
    let proposed = json!({"plan": plan, "message": "A little less often, a little longer."});
    jonas.put(&of(&maria, &format!("/plan-proposals/{PROPOSAL}")), &proposed).await.is(201);
    assert_eq!(told(&mut on_hers, 1).await, ["plan-proposals"]);
    let said = json!({"text": "Nice and even.", "on": {"collection": "sessions", "id": trained["id"]}});
    let said = jonas.post(&of(&maria, "/comments"), &said).header("Idempotency-Key", "one").await.is(201).json();
    assert_eq!(told(&mut on_hers, 1).await, ["comments"]);
    assert_eq!(told(&mut on_his, 2).await, ["plan-proposals", "comments"]);
    let before = maria.get("/v1/plan?on=2026-11-24").await.is(200).json();
    let accepted = maria.call("POST", &format!("/v1/plan-proposals/{PROPOSAL}/accept")).await.is(200).json();
    assert_eq!((&accepted["proposal"]["state"], &accepted["plan"]["goal_minutes"]), (&json!("accepted"), &json!(15)));
    let now = maria.get("/v1/plan?on=2026-11-24").await.is(200).json();
    assert_eq!(now["id"], accepted["plan"]["id"]);
    assert_ne!(now["id"], before["id"]);
    // What was is judged as before.
    assert_eq!(maria.get("/v1/plan?on=2026-11-23").await.is(200).json()["id"], before["id"]);
    maria.call("POST", &format!("/v1/comments/{}/read", said["id"].as_str().unwrap())).await.is(200);
    app.clock.advance(Duration::minutes(1));
    let thanks = maria.post("/v1/comments", &json!({"text": "Thank you, I will try."})).await.is(201).json();
    let conversation = jonas.get(&of(&maria, "/comments")).await.is(200).json();
    let texts: Vec<_> = conversation["items"].as_array().unwrap().iter().map(|one| &one["text"]).collect();
    assert_eq!(texts, ["Thank you, I will try.", "Nice and even."]);
    assert!(conversation["items"][1]["read_at"].is_string());

    // She ends it: from the next request on he sees nothing, and what he had of the conversation is gone.
    app.clock.advance(Duration::minutes(1));
    maria.delete(&format!("/v1/shares/{}", share["id"].as_str().unwrap())).await.is(204);
    for path in ["/streak", "/sessions", "/comments", "/plan", &format!("/plan-proposals/{PROPOSAL}")] {
        jonas.get(&of(&maria, path)).await.is_problem(404, "not_found");
    }
    jonas.post(&of(&maria, "/comments"), &json!({"text": "Are you there?"})).await.is_problem(404, "not_found");
    assert_eq!(jonas.get("/v1/clients").await.is(200).json()["items"], json!([]));
    let his = jonas.get("/v1/sync?limit=500").await.is(200).json();
    for change in his["changes"].as_array().unwrap() {
        let shared = ["comments", "plan-proposals"].contains(&change["collection"].as_str().unwrap());
        assert_eq!(change["deleted"], shared, "{change}");
    }

    // Hers is hers: the conversation, the plan, and the log of every look he took.
    assert_eq!(maria.get("/v1/comments").await.is(200).json()["items"][0]["id"], thanks["id"]);
    assert_eq!(maria.get("/v1/plan?on=2026-11-24").await.is(200).json()["id"], now["id"]);
    let log = looks(&maria).await;
    let looked: Vec<_> = log.iter().rev().map(|look| look["operation"].as_str().unwrap()).collect();
    let below = |rest: &str| format!("GET /v1/clients/{{client_id}}{rest}");
    assert_eq!(looked, ["GET /v1/clients", &below("/streak"), &below("/sessions"), &below("/comments")]);
    assert!(log.iter().all(|look| look["coach"]["name"] == "Jonas Weber, physiotherapist"));
}
