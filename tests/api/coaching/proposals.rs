//! Plans that coaches propose.

use birddog::core::records::Record;
use birddog::features::training::Plan;
use chrono::Duration;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{EVERYTHING, looks, of, shared};
use crate::support::{Calls, TestApp, User, on_both_engines};

on_both_engines![
    an_accepted_proposal_becomes_the_plan,
    a_declined_proposal_changes_nothing,
    a_proposal_changes_while_it_waits,
    a_plan_never_begins_in_the_past,
    the_plan_is_checked_for_the_client,
    an_id_is_one_proposals,
    only_the_client_answers_and_only_the_coach_proposes,
    it_takes_the_plans_scope,
    only_these_routes_write_proposals,
];

/// A plan that begins on the day of these tests.
fn plan() -> Value {
    let mut plan = Plan::example();
    plan["effective_from"] = json!("2026-11-23");
    plan
}

fn fresh(client: &User<'_>) -> (String, String) {
    let id = Uuid::now_v7().to_string();
    (of(client, &format!("/plan-proposals/{id}")), format!("/v1/plan-proposals/{id}"))
}

async fn an_accepted_proposal_becomes_the_plan(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    coach.patch("/v1/me", &json!({"coach_profile": {"name": "Jonas Weber"}})).await.is(200);
    shared(&client, &coach, &["plan"]).await;
    let (below, own) = fresh(&client);
    let mut streams = [client.get("/v1/events").events().await, coach.get("/v1/events").events().await];
    for stream in &mut streams {
        stream.expect("ready").await;
    }
    let body = json!({"plan": plan(), "message": "Three days are enough."});
    let proposed = coach.put(&below, &body).await.is(201);
    assert_eq!(proposed.header("Location"), Some(below.as_str()));
    let of_coach = proposed.json();
    assert_eq!((&of_coach["role"], &of_coach["state"]), (&json!("coach"), &json!("proposed")));
    assert_eq!((&of_coach["client_id"], &of_coach["coach_id"]), (&json!(client.id), &json!(coach.id)));
    assert_eq!((&of_coach["plan"], &of_coach["message"]), (&plan(), &body["message"]));
    let of_client = client.get(&own).await.is(200).json();
    assert_eq!((&of_client["role"], &of_client["coach_name"]), (&json!("client"), &json!("Jonas Weber")));
    assert_eq!(client.get("/v1/plan-proposals").await.is(200).json()["items"], json!([of_client]));
    assert_eq!(streams[0].expect("changes").await.json()["changes"][0]["record"], of_client);
    assert_eq!(streams[1].expect("changes").await.json()["changes"][0]["record"], of_coach);

    app.clock.advance(Duration::minutes(1));
    let accepted = client.call("POST", &format!("{own}/accept")).header("Idempotency-Key", "key").await.is(200).json();
    let version = &accepted["plan"];
    assert_eq!(
        (&accepted["proposal"]["state"], &accepted["proposal"]["plan_id"]),
        (&json!("accepted"), &version["id"])
    );
    assert_eq!((&version["effective_from"], &version["items"]), (&json!("2026-11-23"), &plan()["items"]));
    assert_eq!(client.get("/v1/plan").await.is(200).json(), *version);
    let replayed = client.call("POST", &format!("{own}/accept")).header("Idempotency-Key", "key").await.is(200);
    assert_eq!((replayed.json(), replayed.header("Idempotency-Replayed")), (accepted.clone(), Some("true")));
    let changes = streams[0].expect("changes").await.json()["changes"].clone();
    let told: Vec<_> = changes.as_array().unwrap().iter().map(|change| change["record"].clone()).collect();
    assert_eq!(told, [version.clone(), accepted["proposal"].clone()]);
    let told = streams[1].expect("changes").await.json()["changes"][0]["record"].clone();
    assert_eq!((&told["state"], &told["plan_id"]), (&json!("accepted"), &version["id"]));
    assert_eq!(coach.get(&below).await.is(200).json(), told);
    assert_eq!(coach.get(&of(&client, "/plan")).await.is(200).json(), *version);

    // Again, and it is so; otherwise it is over.
    assert_eq!(client.call("POST", &format!("{own}/accept")).await.is(200).json(), accepted);
    assert_eq!(client.get("/v1/plans").await.is(200).json()["items"].as_array().unwrap().len(), 2);
    client.post(&format!("{own}/decline"), &json!({})).await.is_problem(409, "proposal_closed");
    coach.delete(&below).await.is_problem(409, "proposal_closed");
    coach.put(&below, &json!({"plan": plan()})).await.is_problem(409, "proposal_closed");
    assert_eq!(coach.put(&below, &body).await.is(200).json(), told);
    // The version is the client's like any other: it stays once it has begun, and can go before.
    let path = format!("/v1/plans/{}", version["id"].as_str().unwrap());
    client.delete(&path).await.is_problem(409, "plan_has_begun");
    let (below, own) = fresh(&client);
    let mut body = plan();
    body["effective_from"] = json!("2026-11-24");
    coach.put(&below, &json!({"plan": body})).await.is(201);
    let accepted = client.call("POST", &format!("{own}/accept")).await.is(200).json();
    client.delete(&format!("/v1/plans/{}", accepted["plan"]["id"].as_str().unwrap())).await.is(204);
    let again = client.call("POST", &format!("{own}/accept")).await.is(200).json();
    assert_eq!((&again["proposal"], &again["plan"]), (&accepted["proposal"], &Value::Null));
}

async fn a_declined_proposal_changes_nothing(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["plan"]).await;
    let (below, own) = fresh(&client);
    coach.put(&below, &json!({"plan": plan()})).await.is(201);
    let plans = client.get("/v1/plans").await.is(200).json()["items"].clone();
    client
        .post(&format!("{own}/decline"), &json!({"reason": "", "why": 1}))
        .await
        .has_faults(&["/reason wrong_length", "/why unknown_field"]);
    let declined = client.post(&format!("{own}/decline"), &json!({"reason": "Too much"})).await.is(200);
    assert_eq!(declined.etag(), client.get(&own).await.is(200).etag());
    let declined = declined.json();
    assert_eq!((&declined["state"], &declined["reason"]), (&json!("declined"), &json!("Too much")));
    assert_eq!(declined["closed_at"], "2026-11-23T12:00:00.000Z");
    assert_eq!(client.post(&format!("{own}/decline"), &json!({})).await.is(200).json(), declined);
    client.call("POST", &format!("{own}/accept")).await.is_problem(409, "proposal_closed");
    let seen = coach.get(&below).await.is(200);
    assert_eq!((&seen.json()["state"], &seen.json()["reason"]), (&json!("declined"), &json!("Too much")));
    coach.get(&below).header("If-None-Match", seen.etag()).await.is(304);
    assert_eq!(client.get("/v1/plans").await.is(200).json()["items"], plans);
    // Looks are logged, a 304 too.
    let operations: Vec<_> = looks(&client).await.iter().map(|look| look["operation"].clone()).collect();
    assert_eq!(operations, vec![json!("GET /v1/clients/{client_id}/plan-proposals/{id}"); 2]);
}

async fn a_proposal_changes_while_it_waits(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["plan"]).await;
    let (below, own) = fresh(&client);
    let first = coach.put(&below, &json!({"plan": plan()})).await.is(201).json();
    assert_eq!(coach.put(&below, &json!({"plan": plan()})).await.is(200).json(), first);
    let mut changed = plan();
    changed["goal_minutes"] = json!(25);
    let second = coach.put(&below, &json!({"plan": changed})).await.is(200).json();
    assert!(second["rev"].as_i64() > first["rev"].as_i64());
    assert_eq!(client.get(&own).await.is(200).json()["plan"]["goal_minutes"], 25);
    coach.delete(&below).await.is(204);
    coach.delete(&below).await.is(204);
    assert_eq!(client.get(&own).await.is(200).json()["state"], "withdrawn");
    assert_eq!(coach.get(&below).await.is(200).json()["state"], "withdrawn");
    client.call("POST", &format!("{own}/accept")).await.is_problem(409, "proposal_closed");
    client.post(&format!("{own}/decline"), &json!({})).await.is_problem(409, "proposal_closed");
    coach.put(&below, &json!({"plan": changed})).await.is_problem(409, "proposal_closed");
    coach.delete(&of(&client, &format!("/plan-proposals/{}", Uuid::now_v7()))).await.is(204);
    let page = coach.get(&of(&client, "/plan-proposals?limit=1")).await.is(200).json();
    assert_eq!((&page["items"][0]["id"], &page["next_cursor"]), (&second["id"], &Value::Null));
}

async fn a_plan_never_begins_in_the_past(app: &TestApp) {
    // It is the 24th there already.
    let (client, coach) = (app.register_in("Pacific/Auckland").await, app.register_in("America/Los_Angeles").await);
    shared(&client, &coach, &["plan"]).await;
    for (proposed, begins) in [("2026-10-01", "2026-11-24"), ("2026-11-23", "2026-11-24"), ("2026-12-24", "2026-12-24")]
    {
        let (below, own) = fresh(&client);
        let mut body = plan();
        body["effective_from"] = json!(proposed);
        coach.put(&below, &json!({"plan": body})).await.is(201);
        let accepted = client.call("POST", &format!("{own}/accept")).await.is(200).json();
        assert_eq!(accepted["plan"]["effective_from"], begins, "{proposed:?} {begins:?}");
        assert_eq!(accepted["proposal"]["plan"]["effective_from"], proposed, "{proposed:?} {begins:?}");
    }
}

async fn the_plan_is_checked_for_the_client(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["plan"]).await;
    let exercise = json!({"name": "Sofa reach", "kind": "reps"});
    let of_client = client.post("/v1/exercises", &exercise).await.is(201).json();
    let of_coach = coach.post("/v1/exercises", &exercise).await.is(201).json();
    let (below, own) = fresh(&client);
    let mut body = json!({"plan": plan()});
    body["plan"]["items"][0]["exercise"] = of_coach["id"].clone();
    body["plan"]["flare_goal_minutes"] = json!(60);
    let errors = ["/plan/flare_goal_minutes out_of_range", "/plan/items/0/exercise unknown_exercise"];
    coach.put(&below, &body).await.has_faults(&errors);
    coach.put(&below, &json!({"plan": {"effective_from": "soon"}, "message": ""})).await.has_faults(&[
        "/plan/effective_from invalid_date",
        "/plan/schedule missing",
        "/message wrong_length",
    ]);
    coach.put(&below, &json!({})).await.has_faults(&["/plan missing"]);
    client.get(&own).await.is_problem(404, "not_found");
    body["plan"]["items"][0]["exercise"] = of_client["id"].clone();
    body["plan"]["flare_goal_minutes"] = json!(5);
    coach.put(&below, &body).await.is(201);
    let accepted = client.call("POST", &format!("{own}/accept")).await.is(200).json();
    assert_eq!(accepted["plan"]["items"][0]["exercise"], of_client["id"]);
}

async fn an_id_is_one_proposals(app: &TestApp) {
    let (client, other, coach, second) =
        (app.register().await, app.register().await, app.register().await, app.register().await);
    for person in [&client, &other] {
        shared(person, &coach, &["plan"]).await;
    }
    let second_share = shared(&client, &second, &["plan"]).await;
    let (below, own) = fresh(&client);
    let id = own.rsplit_once('/').unwrap().1;
    let proposal = coach.put(&below, &json!({"plan": plan()})).await.is(201).json();
    let before = client.get(&own).await.is(200).text();
    // Another coach with the same id, and the same coach to another client.
    second.put(&below, &json!({"plan": plan()})).await.is_problem(404, "not_found");
    second.get(&below).await.is_problem(404, "not_found");
    second.delete(&below).await.is(204);
    let elsewhere = of(&other, &format!("/plan-proposals/{id}"));
    coach.put(&elsewhere, &json!({"plan": plan()})).await.is_problem(404, "not_found");
    coach.get(&elsewhere).await.is_problem(404, "not_found");
    coach.delete(&elsewhere).await.is(204);
    assert_eq!(client.get(&own).await.is(200).text(), before);
    assert_eq!(coach.get(&below).await.is(200).json(), proposal);
    other.get(&own).await.is_problem(404, "not_found");
    // Not either once they had one that is gone.
    let (below, own) = fresh(&client);
    second.put(&below, &json!({"plan": plan()})).await.is(201);
    client.delete(&format!("/v1/shares/{second_share}")).await.is(204);
    shared(&other, &second, &["plan"]).await;
    let elsewhere = of(&other, &format!("/plan-proposals/{}", own.rsplit_once('/').unwrap().1));
    second.put(&elsewhere, &json!({"plan": plan()})).await.is_problem(404, "not_found");
}

async fn only_the_client_answers_and_only_the_coach_proposes(app: &TestApp) {
    let (client, coach, former, stranger) =
        (app.register().await, app.register().await, app.register().await, app.register().await);
    let ended = shared(&client, &former, &EVERYTHING).await;
    former.delete(&format!("/v1/shares/{ended}")).await.is(204);
    shared(&client, &coach, &EVERYTHING).await;
    let (below, own) = fresh(&client);
    coach.put(&below, &json!({"plan": plan()})).await.is(201);
    for outsider in [&coach, &former, &stranger] {
        outsider.call("POST", &format!("{own}/accept")).await.is_problem(404, "not_found");
        outsider.post(&format!("{own}/decline"), &json!({})).await.is_problem(404, "not_found");
    }
    for outsider in [&client, &former, &stranger] {
        outsider.put(&below, &json!({"plan": plan()})).await.is_problem(404, "not_found");
        outsider.get(&below).await.is_problem(404, "not_found");
        outsider.delete(&below).await.is_problem(404, "not_found");
        outsider.get(&of(&client, "/plan-proposals")).await.is_problem(404, "not_found");
    }
    app.call("POST", &format!("{own}/accept")).await.is_problem(401, "unauthenticated");
    assert_eq!(client.get(&own).await.is(200).json()["state"], "proposed");
}

async fn it_takes_the_plans_scope(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["sessions", "pain", "appointments", "notes"]).await;
    let (below, _) = fresh(&client);
    let list = of(&client, "/plan-proposals");
    for call in [coach.put(&below, &json!({"plan": plan()})), coach.get(&below), coach.delete(&below), coach.get(&list)]
    {
        let refused = call.await.is_problem(403, "scope_missing");
        assert!(refused.text().contains("`plan`"), "{refused}");
    }
    assert_eq!(looks(&client).await, Vec::<Value>::new());
    shared(&client, &coach, &["plan"]).await;
    coach.put(&below, &json!({"plan": plan()})).await.is(201);
    assert_eq!(coach.get(&list).await.is(200).json()["items"].as_array().unwrap().len(), 1);
}

async fn only_these_routes_write_proposals(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["plan"]).await;
    let (below, own) = fresh(&client);
    coach.put(&below, &json!({"plan": plan()})).await.is(201);
    for person in [&client, &coach] {
        for method in ["PUT", "PATCH", "DELETE"] {
            let refused = person.call(method, &own).json(&json!({})).await.is_problem(405, "method_not_allowed");
            assert_eq!(refused.header("Allow"), Some("GET, HEAD"), "{method:?}");
        }
        let id = own.rsplit_once('/').unwrap().1;
        let put = json!({"op_id": Uuid::now_v7(), "collection": "plan-proposals", "id": id, "action": "put",
            "record": {"plan": plan()}});
        let delete = json!({"op_id": Uuid::now_v7(), "collection": "plan-proposals", "id": id, "action": "delete"});
        let results = person.post("/v1/sync", &json!({"ops": [put, delete]})).await.is(200).json();
        for result in results["results"].as_array().unwrap() {
            assert_eq!(result["problem"]["code"], "read_only", "{result}");
        }
    }
    coach.call("PATCH", &below).json(&json!({})).await.is_problem(405, "method_not_allowed");
}
