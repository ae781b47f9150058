//! What GET gave can be sent back as it is.

use birddog::app::startup::document;
use birddog::core::records::Record;
use birddog::features::acupuncture::Appointment;
use birddog::features::pain::PainScore;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::coaching::{EVERYTHING, of, shared};
use crate::support::{Calls, TestApp, User, collection, collections, on_both_engines};

on_both_engines![
    a_record_as_it_was_answered_changes_nothing,
    another_id_is_refused,
    what_the_service_writes_says_nothing,
    notes_and_proposals_can_be_sent_back,
    profiles_can_be_sent_back,
    the_description_says_so,
];

/// Records with all that the service may write into them, at their addresses.
async fn rich(user: &User<'_>) -> Vec<(String, Value)> {
    user.put("/v1/me/health-profile", &json!({"anticoagulants": true, "pregnant": false})).await.is(200);
    let mut records = Vec::new();
    for kind in collections() {
        let mut body = kind.example.clone();
        if kind.name == PainScore::COLLECTION.name() {
            body["red_flags"] = json!(["saddle_numbness"]);
        }
        if kind.name == Appointment::COLLECTION.name() {
            body["acknowledged"] = json!(["anticoagulants"]);
        }
        let path = kind.path(1);
        let record = user.put(&path, &body).await.is(201).json();
        records.push((path, record));
    }
    let advised = records.iter().filter(|(_, record)| record["advisories"][0].is_object());
    assert_eq!(advised.count(), 2, "{records:#?}");
    records
}

async fn a_record_as_it_was_answered_changes_nothing(app: &TestApp) {
    let user = app.register().await;
    for (path, record) in rich(&user).await {
        app.clock.advance(chrono::Duration::minutes(1));
        for given in [user.get(&path).await.is(200).json(), record.clone()] {
            assert_eq!(user.put(&path, &given).await.is(200).json(), record, "{path}");
            assert_eq!(user.patch(&path, &given).await.is(200).json(), record, "{path}");
            let (collection, id) = path.trim_start_matches("/v1/").split_once('/').unwrap();
            let op = json!({"op_id": Uuid::new_v4(), "collection": collection, "id": id, "action": "put",
                            "base_rev": record["rev"], "record": given});
            let results = user.post("/v1/sync", &json!({"ops": [op]})).await.is(200).json();
            assert_eq!(results["results"][0]["status"], "duplicate", "{results:#}");
        }
        // With a change of one's own it is a change like any other.
        let (list, _) = path.rsplit_once('/').unwrap();
        let kind = collections().into_iter().find(|kind| kind.list() == list).unwrap();
        let mut changed = record.clone();
        changed.as_object_mut().unwrap().extend(kind.change.as_object().unwrap().clone());
        let written = user.put(&path, &changed).header("If-Match", format!("\"{}\"", record["rev"])).await;
        let written = written.is(200).json();
        assert!(written["rev"].as_i64() > record["rev"].as_i64(), "{path}");
        let (name, value) = kind.change.as_object().unwrap().iter().next().unwrap();
        assert_eq!(&written[name], value, "{path}");
        // Deleted, it can be made again of what was answered.
        user.delete(&path).await.is(204);
        let again = user.put(&path, &record).await.is(201).json();
        assert!(again["rev"].as_i64() > written["rev"].as_i64(), "{path}");
    }
}

async fn another_id_is_refused(app: &TestApp) {
    let user = app.register().await;
    let other = Uuid::now_v7().to_string();
    for (path, record) in rich(&user).await {
        for id in [json!(other), json!("2026-11-20"), json!(null), json!(1), json!({})] {
            let mut given = record.clone();
            given["id"] = id.clone();
            user.put(&path, &given).await.has_faults(&["/id differs"]);
            let (collection, at) = path.trim_start_matches("/v1/").split_once('/').unwrap();
            let op = json!({"op_id": Uuid::new_v4(), "collection": collection, "id": at, "action": "put",
                            "base_rev": record["rev"], "record": given});
            let results = user.post("/v1/sync", &json!({"ops": [op]})).await.is(200).json();
            assert_eq!(results["results"][0]["problem"]["errors"][0]["pointer"], "/record/id", "{results:#}");
            // In a merge patch null removes what is not there to be changed.
            if !id.is_null() {
                user.patch(&path, &json!({"id": id})).await.has_faults(&["/id differs"]);
            }
        }
        assert_eq!(user.get(&path).await.is(200).json(), record, "{path:?}");
        // Together with all else that is wrong.
        let mut given = record.clone();
        given["id"] = json!(other);
        given["user_id"] = json!(user.id);
        given["role"] = json!("admin");
        user.put(&path, &given).await.has_faults(&["/id differs", "/role unknown_field", "/user_id unknown_field"]);
    }
    for kind in collections().into_iter().filter(|kind| kind.takes_post) {
        let mut given = kind.example.clone();
        given["id"] = json!(other);
        user.post(&kind.list(), &given).await.has_faults(&["/id not_allowed"]);
    }
}

async fn what_the_service_writes_says_nothing(app: &TestApp) {
    let user = app.register().await;
    let nonsense = json!({"rev": 99_999, "created_at": "2001-01-01T00:00:00Z", "updated_at": ["never"]});
    for kind in collections() {
        let mut given = kind.example.clone();
        given.as_object_mut().unwrap().extend(nonsense.as_object().unwrap().clone());
        let record = user.put(&kind.path(1), &given).await.is(201).json();
        assert_eq!(user.put(&kind.path(1), &kind.example).await.is(200).json(), record, "{}", kind.name);
        assert_eq!(user.patch(&kind.path(1), &nonsense).await.is(200).json(), record, "{}", kind.name);
        assert_eq!(record["created_at"], "2026-11-23T12:00:00.000Z", "{}", kind.name);
        // The condition is what guards a write, not what the body says.
        let stale = user.put(&kind.path(1), &record).header("If-Match", "\"0\"");
        stale.await.is_problem(412, "precondition_failed");
    }
    let mut session = collection("sessions").example;
    session.as_object_mut().unwrap().extend(nonsense.as_object().unwrap().clone());
    let made = user.post("/v1/sessions", &session).await.is(201).json();
    assert_ne!(made["rev"], 99_999);
    // Fields of the service in one collection are unknown in another.
    let mut plan = collection("courses").example;
    plan["advisories"] = json!([]);
    user.post("/v1/courses", &plan).await.has_faults(&["/advisories unknown_field"]);
}

async fn notes_and_proposals_can_be_sent_back(app: &TestApp) {
    let (client, coach, other) = (app.register().await, app.register().await, app.register().await);
    coach.patch("/v1/me", &json!({"coach_profile": {"name": "Jonas Weber"}})).await.is(200);
    shared(&client, &coach, &EVERYTHING).await;
    shared(&other, &coach, &EVERYTHING).await;
    let note = json!({"client_id": client.id, "note": "Prefers the morning"});
    let note = coach.post("/v1/client-notes", &note).await.is(201);
    let path = note.header("Location").unwrap().to_owned();
    assert_eq!(coach.put(&path, &note.json()).await.is(200).json(), note.json());

    let path = of(&client, &format!("/plan-proposals/{}", Uuid::now_v7()));
    let plan = collection("plans").example;
    let proposal = json!({"plan": plan, "message": "Three days are enough"});
    coach.put(&path, &proposal).await.is(201);
    let given = coach.get(&path).await.is(200).json();
    assert_eq!(coach.put(&path, &given).await.is(200).json(), given);
    let mut to_another = given.clone();
    to_another["client_id"] = json!(other.id);
    to_another["id"] = json!(Uuid::now_v7());
    coach.put(&path, &to_another).await.has_faults(&["/client_id differs", "/id differs"]);
    // A plan that the coach has seen can be proposed as it was shown.
    let seen = coach.get(&of(&client, "/plans")).await.is(200).json()["items"][0].clone();
    let path = of(&client, &format!("/plan-proposals/{}", Uuid::now_v7()));
    coach.put(&path, &json!({"plan": seen})).await.is(201);
}

async fn profiles_can_be_sent_back(app: &TestApp) {
    let user = app.register().await;
    let path = "/v1/me/health-profile";
    let empty = user.get(path).await.is(200).json();
    user.put(path, &empty).await.is(200);
    user.put(path, &json!({"epilepsy": true})).await.is(200);
    let given = user.get(path).await.is(200).json();
    assert_eq!(user.put(path, &given).await.is(200).json(), given);

    user.patch("/v1/me", &json!({"coach_profile": {"name": "Jonas", "about": "Backs"}})).await.is(200);
    let given = user.get("/v1/me").await.is(200).json();
    assert_eq!(user.patch("/v1/me", &given).await.is(200).json(), given);
    let mut renamed = given.clone();
    renamed["display_name"] = json!("Mary");
    assert_eq!(user.patch("/v1/me", &renamed).await.is(200).json()["display_name"], "Mary");
    let other = json!({"id": Uuid::now_v7(), "email": "other@example.org", "role": "admin"});
    user.patch("/v1/me", &other).await.has_faults(&["/email differs", "/id differs", "/role unknown_field"]);
}

async fn the_description_says_so(app: &TestApp) {
    let user = app.register().await;
    let document = document();
    for (path, record) in rich(&user).await {
        let (list, _) = path.rsplit_once('/').unwrap();
        let put = &document["paths"][format!("{list}/{{id}}")]["put"];
        let body = put["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str().unwrap();
        let fields = document.pointer(&body[1..]).unwrap()["properties"].as_object().unwrap();
        for name in record.as_object().unwrap().keys() {
            assert!(fields.contains_key(name), "{list}: {name}");
        }
        for name in ["id", "rev", "created_at", "updated_at"] {
            assert_eq!(fields[name]["readOnly"], true, "{list}: {name}");
        }
    }
}
