//! A coach's own notes on clients.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{looks, of, shared};
use crate::accounts::count;
use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    a_note_is_a_record_of_the_coachs_own,
    a_note_takes_somebody_who_shares,
    notes_come_through_sync,
    notes_stay_when_a_share_ends_and_go_with_the_client,
];

async fn a_note_is_a_record_of_the_coachs_own(app: &TestApp) {
    let (client, other, coach) = (app.register().await, app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    shared(&other, &coach, &["sessions"]).await;
    let before = client.get("/v1/sync").await.is(200).text();
    let body = json!({"client_id": client.id, "note": "Prefers the morning"});
    let made = coach.post("/v1/client-notes", &body).header("Idempotency-Key", "key").await.is(201);
    let path = made.header("Location").unwrap().to_owned();
    assert_eq!(coach.put(&path, &body).await.is(200).json(), made.json());
    let changed = coach.patch(&path, &json!({"note": "Prefers the evening"})).header("If-Match", made.etag()).await;
    assert_eq!(changed.is(200).json()["note"], "Prefers the evening");
    coach.put(&path, &body).header("If-Match", made.etag()).await.is_problem(412, "precondition_failed");
    coach.post("/v1/client-notes", &json!({"client_id": other.id, "note": "Another"})).await.is(201);
    let of_client = coach.get(&of(&client, "/notes")).await.is(200).json();
    assert_eq!(of_client["items"], json!([coach.get(&path).await.is(200).json()]));
    assert_eq!(coach.get("/v1/client-notes").await.is(200).json()["items"].as_array().unwrap().len(), 2);
    // The client sees nothing of it but that somebody looked there.
    for path in [path.as_str(), "/v1/client-notes"] {
        let reply = client.get(path).await;
        assert!(!reply.text().contains("Prefers"), "{reply}");
    }
    assert_eq!(client.get("/v1/sync").await.is(200).text(), before);
    assert_eq!(looks(&client).await[0]["operation"], "GET /v1/clients/{client_id}/notes");
    client.get(&of(&client, "/notes")).await.is_problem(404, "not_found");
    coach.delete(&path).await.is(204);
    coach.delete(&path).await.is(204);
    assert_eq!(coach.get(&of(&client, "/notes")).await.is(200).json()["items"], json!([]));
}

async fn a_note_takes_somebody_who_shares(app: &TestApp) {
    let (client, coach, stranger) = (app.register().await, app.register().await, app.register().await);
    let write = |client: &str| coach.call("POST", "/v1/client-notes").json(&json!({"client_id": client, "note": "x"}));
    for nobody in [&client.id, &stranger.id, &coach.id, &Uuid::now_v7().to_string()] {
        write(nobody).await.has_faults(&["/client_id unknown_client"]);
    }
    write("1").await.has_faults(&["/client_id invalid_id"]);
    coach
        .post("/v1/client-notes", &json!({"note": " "}))
        .await
        .has_faults(&["/client_id missing", "/note wrong_length"]);
    shared(&client, &coach, &["notes"]).await;
    let note = write(&client.id).await.is(201).header("Location").unwrap().to_owned();
    coach.patch(&note, &json!({"client_id": stranger.id})).await.has_faults(&["/client_id unknown_client"]);
    // It is not mutual.
    client.post("/v1/client-notes", &json!({"client_id": coach.id, "note": "x"})).await.is(422);
}

async fn notes_come_through_sync(app: &TestApp) {
    let (client, coach, stranger) = (app.register().await, app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    let mut stream = coach.get("/v1/events").events().await;
    stream.expect("ready").await;
    let (first, second) = (Uuid::now_v7(), Uuid::now_v7());
    let put = |id: Uuid, client: &str| {
        json!({"op_id": Uuid::now_v7(), "collection": "client-notes", "id": id, "action": "put",
               "record": {"client_id": client, "note": "Written in the train"}})
    };
    let ops = json!({"ops": [put(first, &client.id), put(second, &stranger.id)]});
    let results = coach.post("/v1/sync", &ops).await.is(200).json()["results"].clone();
    assert_eq!(results[0]["status"], "applied");
    assert_eq!(results[1]["status"], "rejected");
    assert_eq!(results[1]["problem"]["errors"][0]["pointer"], "/record/client_id");
    assert_eq!(stream.expect("changes").await.changes()[0].0, format!("client-notes/{first}"));
    assert_eq!(coach.post("/v1/sync", &ops).await.is(200).json()["results"][0]["status"], "duplicate");
    let delete = json!({"op_id": Uuid::now_v7(), "collection": "client-notes", "id": first, "action": "delete",
        "base_rev": results[0]["rev"]});
    let gone = coach.post("/v1/sync", &json!({"ops": [delete]})).await.is(200).json()["results"][0].clone();
    assert_eq!((&gone["status"], &gone["record"]), (&json!("applied"), &Value::Null));
}

async fn notes_stay_when_a_share_ends_and_go_with_the_client(app: &TestApp) {
    let (client, coach, former) = (app.register().await, app.register().await, app.register().await);
    for person in [&coach, &former] {
        let share = shared(&client, person, &["sessions"]).await;
        let body = json!({"client_id": client.id, "note": "Kind"});
        let note = person.post("/v1/client-notes", &body).await.is(201).header("Location").unwrap().to_owned();
        if person.id == former.id {
            client.delete(&format!("/v1/shares/{share}")).await.is(204);
            person.get(&note).await.is(200);
            person.get(&of(&client, "/notes")).await.is_problem(404, "not_found");
            // It can be deleted, but no longer be written.
            person.patch(&note, &json!({"note": "Other"})).await.has_faults(&["/client_id unknown_client"]);
        }
    }
    let mut stream = former.get("/v1/events").events().await;
    stream.expect("ready").await;
    client.delete("/v1/me").await.is(204);
    let told = stream.expect("changes").await.changes();
    assert!(told.iter().any(|(name, _)| name.starts_with("-client-notes/")), "{told:?}");
    for person in [&coach, &former] {
        assert_eq!(person.get("/v1/client-notes").await.is(200).json()["items"], json!([]), "{}", person.email);
    }
    assert_eq!(count(app, "SELECT count(*) FROM records WHERE collection = 12 AND body IS NOT NULL"), 0);
}
