use birddog::core::access::client_routes::{CLIENT_ROUTES, client_path};
use birddog::core::access::{Scope, Scopes};
use serde_json::{Value, json};

use super::{EVERYTHING, of, shared};
use crate::support::{Calls, Reply, TestApp, User, collections, on_both_engines};

on_both_engines![
    all_scopes_show_all_but_what_is_never_shown,
    the_log_says_what_exactly_was_asked_for,
    each_scope_opens_its_paths_and_no_other,
    shares_add_up,
    what_is_withheld_stands_nowhere,
    what_the_owner_sees_is_whole,
];

/// Fields that coaches never see, or only with a scope.
const WITHHELD: [(&str, Option<Scope>); 9] = [
    ("red_flags", None),
    ("advisories", None),
    ("acknowledged", None),
    ("note", Some(Scope::Notes)),
    ("medication", Some(Scope::Notes)),
    ("pain_before", Some(Scope::Pain)),
    ("pain_during", Some(Scope::Pain)),
    ("pain_after", Some(Scope::Pain)),
    ("change", Some(Scope::Pain)),
];

const ID: &str = "0192aaaa-0000-7000-8000-000000000001";
const NOTE: &str = "canary of a note";
const DRUG: &str = "canary of a drug";
const SECRETS: [&str; 6] =
    ["saddle_numbness", "pregnan", "anticoagulant", "Emergency", "emergency", "canary of an acknowledgement"];

fn address(path: &str) -> String {
    path.replace("{id}", if path.contains("day-marks") { "2026-11-22" } else { ID })
}

/// Somebody with a record of everything, and in each what no coach should find.
async fn whole(app: &TestApp) -> User<'_> {
    let client = app.register().await;
    client.put("/v1/me/health-profile", &json!({"pregnant": true, "anticoagulants": true})).await.is(200);
    for kind in collections() {
        let mut body = kind.example.clone();
        match kind.name {
            "sessions" => body["pain_during"] = json!(4),
            "pain-scores" => {
                body["red_flags"] = json!(["saddle_numbness"]);
                body["medication"] = json!(DRUG);
            }
            "appointments" => {
                body["acknowledged"] = json!(["pregnancy", "anticoagulants", "canary of an acknowledgement"]);
                body["pain_before"] = json!(5);
                body["pain_after"] = json!(4);
            }
            _ => {}
        }
        if !["plans", "exercises"].contains(&kind.name) {
            body["note"] = json!(NOTE);
        }
        client.put(&address(&format!("/v1/{}/{{id}}", kind.name)), &body).await.is(201);
    }
    client
}

/// Everything that a coach can ask, with the answers.
async fn asked(client: &User<'_>, coach: &User<'_>) -> Vec<(&'static str, Reply)> {
    let mut answers = Vec::new();
    for (path, _) in CLIENT_ROUTES {
        let path_of_client = address(&client_path(path)).replace("{client_id}", &client.id);
        answers.push((path, coach.get(&path_of_client).await));
    }
    answers
}

async fn each_scope_opens_its_paths_and_no_other(app: &TestApp) {
    let (client, coach) = (whole(app).await, app.register().await);
    for bits in 1..32 {
        let scopes = Scopes::from_bits(bits);
        let names: Vec<_> = scopes.iter().map(Scope::wire).collect();
        let share = shared(&client, &coach, &names).await;
        for ((path, reply), (_, needs)) in asked(&client, &coach).await.into_iter().zip(CLIENT_ROUTES) {
            if !needs.are_met_by(scopes) {
                reply.is_problem(403, "scope_missing");
                continue;
            }
            let reply = reply.is(200);
            check(&reply, scopes, path);
        }
        client.delete(&format!("/v1/shares/{share}")).await.is(204);
    }
    for (_, reply) in asked(&client, &coach).await {
        reply.is_problem(404, "not_found");
    }
}

/// Asserts that an answer shows nothing that is withheld from a coach with these scopes.
fn check(reply: &Reply, scopes: Scopes, path: &str) {
    let text = reply.text();
    for (field, scope) in WITHHELD {
        let shown = scope.is_some_and(|scope| scopes.has(scope));
        assert!(shown || !has_field(&reply.json(), field), "{path} with {scopes:?}: {field}\n{text}");
    }
    // The built-in exercises speak of pregnancy to everybody.
    let secrets = SECRETS.iter().filter(|_| !path.starts_with("/v1/exercises"));
    for secret in secrets {
        assert!(!text.contains(*secret), "{path} with {scopes:?}: {secret}\n{text}");
    }
    for words in [NOTE, DRUG] {
        assert!(scopes.has(Scope::Notes) || !text.contains(words), "{path} with {scopes:?}\n{text}");
    }
}

fn has_field(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(field, inner)| field == name || has_field(inner, name)),
        Value::Array(entries) => entries.iter().any(|inner| has_field(inner, name)),
        _ => false,
    }
}

async fn shares_add_up(app: &TestApp) {
    let (client, coach) = (whole(app).await, app.register().await);
    let pain = shared(&client, &coach, &["pain"]).await;
    let before = coach.get(&of(&client, "/pain-scores")).await.is(200);
    coach.get(&of(&client, "/insights/exercise")).await.is_problem(403, "scope_missing");
    shared(&client, &coach, &["sessions", "notes"]).await;
    coach.get(&of(&client, "/insights/exercise")).await.is(200);
    // The same version of the list, but more of it to see: not what the coach has.
    let after = coach.get(&of(&client, "/pain-scores")).header("If-None-Match", before.etag()).await.is(200);
    assert!(!before.text().contains(NOTE) && after.text().contains(NOTE) && after.text().contains(DRUG));
    client.delete(&format!("/v1/shares/{pain}")).await.is(204);
    coach
        .get(&of(&client, "/pain-scores"))
        .header("If-None-Match", after.etag())
        .await
        .is_problem(403, "scope_missing");
    coach.get(&of(&client, "/sessions")).await.is(200);
}

async fn what_is_withheld_stands_nowhere(app: &TestApp) {
    let (client, coach) = (whole(app).await, app.register().await);
    shared(&client, &coach, &EVERYTHING).await;
    let answers = asked(&client, &coach).await;
    for (path, reply) in &answers {
        check(reply, Scopes::from_bits(31), path);
    }
    let shown = |path: &str| answers.iter().find(|(asked, _)| *asked == path).unwrap().1.json();
    assert_eq!(shown("/v1/pain-scores/{id}")["medication"], DRUG);
    assert_eq!(shown("/v1/sessions/{id}")["pain_during"], 4);
    assert_eq!(shown("/v1/appointments/{id}")["note"], NOTE);
    assert!(shown("/v1/courses/{id}/progress").get("change").is_some());
}

async fn what_the_owner_sees_is_whole(app: &TestApp) {
    let client = whole(app).await;
    let score = client.get(&format!("/v1/pain-scores/{ID}")).await.is(200);
    assert_eq!(score.json()["red_flags"], json!(["saddle_numbness"]));
    assert_eq!(score.json()["note"], NOTE);
    assert!(!score.json()["advisories"].as_array().unwrap().is_empty());
    assert_eq!(score.etag(), format!("\"{}\"", score.json()["rev"]));
    let visit = client.get(&format!("/v1/appointments/{ID}")).await.is(200);
    assert!(visit.text().contains("pregnan"), "{visit}");
}

async fn the_log_says_what_exactly_was_asked_for(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    let long = format!("?limit=3&to=2026-11-20{}", "0".repeat(1000));
    for query in ["", "?limit=3", long.as_str()] {
        let _ = coach.get(&format!("/v1/clients/{}/sessions{query}", client.id)).await;
    }
    let log = client.get("/v1/me/access-log").await.is(200).json();
    let details: Vec<_> = log["items"].as_array().unwrap().iter().map(|look| look["detail"].clone()).collect();
    assert!(
        log["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|look| { look["operation"] == "GET /v1/clients/{client_id}/sessions" })
    );
    assert!(details.contains(&json!(null)) && details.contains(&json!("/v1/sessions?limit=3")), "{details:?}");
}

async fn all_scopes_show_all_but_what_is_never_shown(app: &TestApp) {
    fn without(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.retain(|name, _| !WITHHELD.contains(&(name.as_str(), None)));
                fields.values_mut().for_each(without);
            }
            Value::Array(entries) => entries.iter_mut().for_each(without),
            _ => {}
        }
    }
    let (client, coach) = (whole(app).await, app.register().await);
    shared(&client, &coach, &EVERYTHING).await;
    for (path, reply) in asked(&client, &coach).await {
        let mut own = client.get(&address(path)).await.is(200).json();
        // The built-in exercises are everybody's.
        if !path.starts_with("/v1/exercises") {
            without(&mut own);
        }
        assert_eq!(reply.is(200).json(), own, "{path}");
    }
}
