//! What clients and coaches write to each other.

use birddog::platform::db::schema::records;
use birddog::platform::db::types::JsonText;
use birddog::platform::ids::{RecordId, UserId};
use chrono::Duration;
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{EVERYTHING, heard, looks, of, shared};
use crate::support::{Calls, TestApp, User, on_both_engines, pain_score, session};

on_both_engines![
    both_hear_what_is_written,
    a_conversation_is_one_clients,
    what_was_read_is_marked_on_both_sides,
    only_the_author_deletes,
    a_client_writes_to_a_coach_of_theirs,
    a_comment_can_be_about_a_record_that_the_coach_sees,
    nobody_else_has_to_do_with_it,
    only_these_routes_write_comments,
    a_repeated_request_writes_once,
    a_conversation_has_an_end,
];

/// Writes as the client, to the coach named or the only one.
async fn from_client(client: &User<'_>, text: &str) -> Value {
    client.post("/v1/comments", &json!({"text": text})).await.is(201).json()
}

async fn from_coach(coach: &User<'_>, client: &User<'_>, text: &str) -> Value {
    coach.post(&of(client, "/comments"), &json!({"text": text})).await.is(201).json()
}

fn id(record: &Value) -> &str {
    record["id"].as_str().unwrap()
}

fn texts(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap()).collect()
}

async fn both_hear_what_is_written(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    coach.patch("/v1/me", &json!({"coach_profile": {"name": "Jonas Weber"}})).await.is(200);
    shared(&client, &coach, &["sessions"]).await;
    let mut streams = [client.get("/v1/events").events().await, coach.get("/v1/events").events().await];
    for stream in &mut streams {
        stream.expect("ready").await;
    }
    let reply = client.post("/v1/comments", &json!({"text": "It pulls on the left."})).await.is(201);
    let written = reply.json();
    let path = format!("/v1/comments/{}", id(&written));
    assert_eq!((reply.header("Location"), reply.etag()), (Some(path.as_str()), format!("\"{}\"", written["rev"])));
    assert_eq!((&written["role"], &written["author"]), (&json!("client"), &json!("client")));
    assert_eq!((&written["author_name"], written.get("read_at")), (&json!("Maria"), None));
    assert_eq!((&written["client_id"], &written["coach_id"]), (&json!(client.id), &json!(coach.id)));
    let seen = coach.get(&path).await.is(200).json();
    let same = |record: &Value, name: &str| record[name] == written[name];
    assert!(
        ["id", "text", "author", "author_name", "client_id", "coach_id", "created_at"]
            .iter()
            .all(|name| same(&seen, name))
    );
    assert_eq!(seen["role"], "coach");

    app.clock.advance(Duration::minutes(1));
    let answered = coach.post(&of(&client, "/comments"), &json!({"text": "Only there?"})).await.is(201).json();
    assert_eq!((&answered["role"], &answered["author_name"]), (&json!("coach"), &json!("Jonas Weber")));
    for ((person, first), stream) in [(&client, &written), (&coach, &seen)].into_iter().zip(&mut streams) {
        let told = heard(stream, 2).await;
        assert_eq!(told[0]["record"], *first, "{first:?}");
        let second = told[1]["record"].clone();
        assert_eq!(second["text"], "Only there?", "{first:?}");
        let list = person.get("/v1/comments").await.is(200).json();
        assert_eq!(list["items"], json!([second, first]), "{first:?}");
        let feed = person.get("/v1/sync").await.is(200).json();
        let comments = feed["changes"].as_array().unwrap().iter().filter(|change| change["collection"] == "comments");
        assert_eq!(comments.map(|change| &change["record"]).collect::<Vec<_>>(), [first, &second], "{first:?}");
    }
}

async fn a_conversation_is_one_clients(app: &TestApp) {
    let (client, coach, other) = (app.register().await, app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    shared(&other, &coach, &["sessions"]).await;
    for number in 0..5 {
        from_client(&client, &format!("mine {number}")).await;
        from_client(&other, &format!("another's {number}")).await;
        app.clock.advance(Duration::seconds(1));
    }
    from_coach(&coach, &client, "to mine").await;
    let page = coach.get(&of(&client, "/comments?limit=3")).await.is(200).json();
    assert_eq!(texts(&page), ["to mine", "mine 4", "mine 3"]);
    app.clock.advance(Duration::seconds(1));
    from_coach(&coach, &client, "later").await;
    let rest = of(&client, &format!("/comments?limit=200&cursor={}", page["next_cursor"].as_str().unwrap()));
    let page = coach.get(&rest).await.is(200).json();
    assert_eq!((texts(&page), &page["next_cursor"]), (vec!["mine 2", "mine 1", "mine 0"], &Value::Null));
    assert_eq!(coach.get("/v1/comments?limit=200").await.is(200).json()["items"].as_array().unwrap().len(), 12);
    coach.get(&of(&client, "/comments?limit=0")).await.has_faults(&["?limit out_of_range"]);
    app.clock.advance(Duration::seconds(1));
    coach.get(&of(&client, "/comments?cursor=e30")).await.has_faults(&["?cursor invalid_parameter"]);

    // Every look is logged with what was asked for, also one that was answered with errors.
    let log = looks(&client).await;
    assert_eq!(log.len(), 3, "{log:#?}");
    assert!(log.iter().all(|look| look["operation"] == "GET /v1/clients/{client_id}/comments"));
    assert_eq!(log[2]["detail"], "/v1/comments?limit=3");
    assert_eq!(log[2]["coach"]["id"], coach.id.as_str());
    assert_eq!(looks(&other).await, Vec::<Value>::new());
    app.clock.advance(Duration::seconds(1));
    coach.get(&of(&client, "/comments")).await.is(200);
    assert_eq!(looks(&client).await[0].get("detail"), None);
}

async fn what_was_read_is_marked_on_both_sides(app: &TestApp) {
    let (client, coach, second) = (app.register().await, app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    let mut ids = Vec::new();
    for text in ["one", "two", "three"] {
        ids.push(id(&from_coach(&coach, &client, text).await).to_owned());
        app.clock.advance(Duration::minutes(1));
    }
    let own = id(&from_client(&client, "mine").await).to_owned();
    shared(&client, &second, &["sessions"]).await;
    let of_second = id(&from_coach(&second, &client, "from another").await).to_owned();

    let read = client.call("POST", &format!("/v1/comments/{}/read", ids[1])).await.is(200);
    assert_eq!(read.json()["read_at"], "2026-11-23T12:03:00.000Z");
    assert_eq!(read.etag(), client.get(&format!("/v1/comments/{}", ids[1])).await.is(200).etag());
    for person in [&client, &coach] {
        for (number, expected) in
            [json!("2026-11-23T12:03:00.000Z"), json!("2026-11-23T12:03:00.000Z"), Value::Null].iter().enumerate()
        {
            assert_eq!(
                person.get(&format!("/v1/comments/{}", ids[number])).await.is(200).json()["read_at"],
                *expected,
                "{}",
                person.email
            );
        }
        assert_eq!(
            person.get(&format!("/v1/comments/{own}")).await.is(200).json().get("read_at"),
            None,
            "{}",
            person.email
        );
    }
    assert_eq!(client.get(&format!("/v1/comments/{of_second}")).await.is(200).json().get("read_at"), None);
    // What was read stays as it was.
    app.clock.advance(Duration::hours(1));
    let rev = client.get("/v1/me").await.is(200).json()["rev"].clone();
    assert_eq!(client.call("POST", &format!("/v1/comments/{}/read", ids[1])).await.is(200).json(), read.json());
    assert_eq!(client.get("/v1/me").await.is(200).json()["rev"], rev);

    let mut stream = client.get("/v1/events").events().await;
    stream.expect("ready").await;
    let read = coach.call("POST", &of(&client, &format!("/comments/{own}/read"))).await.is(200).json();
    assert_eq!((&read["role"], &read["read_at"]), (&json!("coach"), &json!("2026-11-23T13:03:00.000Z")));
    assert_eq!(stream.expect("changes").await.json()["changes"][0]["record"]["read_at"], read["read_at"]);
    // Nobody reads what they wrote themselves, nor what is written elsewhere.
    client.call("POST", &format!("/v1/comments/{own}/read")).await.is_problem(404, "not_found");
    for id in [&ids[0], &of_second, &Uuid::now_v7().to_string(), &"1".to_owned()] {
        coach.call("POST", &of(&client, &format!("/comments/{id}/read"))).await.is_problem(404, "not_found");
        coach.call("POST", &format!("/v1/comments/{id}/read")).await.is_problem(404, "not_found");
    }
}

async fn only_the_author_deletes(app: &TestApp) {
    let (client, coach, other) = (app.register().await, app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    shared(&other, &coach, &["sessions"]).await;
    let (mine, theirs) = (from_client(&client, "mine").await, from_coach(&coach, &client, "theirs").await);
    let path = |comment: &Value| format!("/v1/comments/{}", id(comment));
    client.delete(&path(&theirs)).await.is_problem(404, "not_found");
    coach.delete(&of(&client, &format!("/comments/{}", id(&mine)))).await.is_problem(404, "not_found");
    // A coach deletes at the client's address, not at their own.
    coach.delete(&path(&theirs)).await.is_problem(404, "not_found");
    coach.delete(&of(&other, &format!("/comments/{}", id(&theirs)))).await.is_problem(404, "not_found");
    for person in [&client, &coach] {
        assert_eq!(
            person.get("/v1/comments").await.is(200).json()["items"].as_array().unwrap().len(),
            2,
            "{}",
            person.email
        );
    }
    let mut streams = [client.get("/v1/events").events().await, coach.get("/v1/events").events().await];
    for stream in &mut streams {
        stream.expect("ready").await;
    }
    client.delete(&path(&mine)).await.is(204);
    client.delete(&path(&mine)).await.is(204);
    coach.delete(&of(&client, &format!("/comments/{}", id(&theirs)))).await.is(204);
    coach.delete(&of(&client, &format!("/comments/{}", id(&theirs)))).await.is(204);
    for stream in &mut streams {
        for (change, gone) in heard(stream, 2).await.iter().zip([&mine, &theirs]) {
            assert_eq!((&change["deleted"], &change["id"]), (&json!(true), &gone["id"]), "{gone:?}");
        }
    }
    for person in [&client, &coach] {
        assert_eq!(person.get("/v1/comments").await.is(200).json()["items"], json!([]), "{}", person.email);
    }
    client.delete(&format!("/v1/comments/{}", Uuid::now_v7())).await.is(204);
}

async fn a_client_writes_to_a_coach_of_theirs(app: &TestApp) {
    let (client, coach, second, stranger) =
        (app.register().await, app.register().await, app.register().await, app.register().await);
    let write = |body: Value| client.call("POST", "/v1/comments").json(&body);
    write(json!({"text": "Hello"})).await.has_faults(&["/coach_id no_coach"]);
    shared(&client, &coach, &["sessions"]).await;
    shared(&client, &coach, &["pain"]).await;
    assert_eq!(from_client(&client, "To the only one").await["coach_id"], coach.id.as_str());
    for nobody in [&stranger.id, &client.id, &Uuid::now_v7().to_string()] {
        write(json!({"text": "Hello", "coach_id": nobody})).await.has_faults(&["/coach_id unknown_coach"]);
    }
    let soon = json!({"scopes": ["sessions"], "expires_at": app.clock.now().plus(Duration::minutes(1)).to_text()});
    let share = client.post("/v1/shares", &soon).await.is(201).json();
    second.post("/v1/shares/redeem", &json!({"code": share["code"]})).await.is(200);
    write(json!({"text": "Hello"})).await.has_faults(&["/coach_id missing"]);
    write(json!({"text": "Hello", "coach_id": second.id})).await.is(201);
    app.clock.advance(Duration::minutes(1));
    write(json!({"text": "Hello", "coach_id": second.id})).await.has_faults(&["/coach_id unknown_coach"]);
    assert_eq!(from_client(&client, "To the only one").await["coach_id"], coach.id.as_str());
    // All at once.
    let nobodys = json!({"collection": "sessions", "id": Uuid::now_v7()});
    write(json!({"text": "x", "coach_id": second.id, "on": nobodys}))
        .await
        .has_faults(&["/coach_id unknown_coach", "/on/id unknown_record"]);
    write(json!({"text": " ", "coach_id": "1", "on": {"collection": "shares", "id": ""}, "more": 1})).await.has_faults(
        &[
            "/text wrong_length",
            "/coach_id invalid_id",
            "/on/collection unknown_value",
            "/on/id wrong_length",
            "/more unknown_field",
        ],
    );
    write(json!({"text": "a".repeat(2001)})).await.has_faults(&["/text wrong_length"]);
    write(json!({"text": "ä".repeat(2000)})).await.is(201);
}

async fn a_comment_can_be_about_a_record_that_the_coach_sees(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    let session = client.post("/v1/sessions", &session("2026-11-23T08:00:00Z", 12)).await.is(201).json();
    let score = client.post("/v1/pain-scores", &pain_score("2026-11-23T08:00:00Z", 4)).await.is(201).json();
    client.put("/v1/day-marks/2026-11-20", &json!({"kind": "rest"})).await.is(201);
    let on = |collection: &str, id: &Value| json!({"text": "About this", "on": {"collection": collection, "id": id}});
    let about_session = on("sessions", &session["id"]);
    for reply in
        [coach.post(&of(&client, "/comments"), &about_session).await, client.post("/v1/comments", &about_session).await]
    {
        assert_eq!(reply.is(201).json()["on"], about_session["on"]);
    }
    coach.post(&of(&client, "/comments"), &on("day-marks", &json!("2026-11-20"))).await.is(201);
    for (collection, id) in [
        ("day-marks", json!("2026-11-21")),
        ("day-marks", json!("yesterday")),
        ("sessions", json!("2026-11-20")),
        ("sessions", score["id"].clone()),
        ("exercises", json!("bird-dog")),
    ] {
        let refused = coach.post(&of(&client, "/comments"), &on(collection, &id)).await;
        refused.has_faults(&["/on/id unknown_record"]);
    }
    // Whether there is such a record or not.
    for id in [score["id"].clone(), json!(Uuid::now_v7())] {
        let refused = coach.post(&of(&client, "/comments"), &on("pain-scores", &id)).await;
        refused.is_problem(403, "scope_missing");
    }
    // The client chooses what to write about.
    client.post("/v1/comments", &on("pain-scores", &score["id"])).await.is(201);
    client.delete("/v1/day-marks/2026-11-20").await.is(204);
    let gone = on("day-marks", &json!("2026-11-20"));
    coach.post(&of(&client, "/comments"), &gone).await.has_faults(&["/on/id unknown_record"]);
    // The coach's own records are none of the client's.
    let own = coach.post("/v1/sessions", &session_of_coach()).await.is(201).json();
    coach.post(&of(&client, "/comments"), &on("sessions", &own["id"])).await.has_faults(&["/on/id unknown_record"]);
}

fn session_of_coach() -> Value {
    session("2026-11-23T07:00:00Z", 10)
}

async fn nobody_else_has_to_do_with_it(app: &TestApp) {
    let (client, coach, second, former, stranger) =
        (app.register().await, app.register().await, app.register().await, app.register().await, app.register().await);
    let ended = shared(&client, &former, &EVERYTHING).await;
    client.delete(&format!("/v1/shares/{ended}")).await.is(204);
    shared(&client, &coach, &["sessions"]).await;
    shared(&client, &second, &EVERYTHING).await;
    let (mine, theirs) = (
        client.post("/v1/comments", &json!({"text": "mine", "coach_id": coach.id})).await.is(201).json(),
        from_coach(&coach, &client, "theirs").await,
    );
    let feed = client.get("/v1/sync").await.is(200).text();
    for comment in [&mine, &theirs] {
        let (own, below) =
            (format!("/v1/comments/{}", id(comment)), of(&client, &format!("/comments/{}", id(comment))));
        for outsider in [&second, &former, &stranger] {
            outsider.get(&own).await.is_problem(404, "not_found");
            outsider.call("POST", &format!("{own}/read")).await.is_problem(404, "not_found");
            outsider.delete(&own).await.is(204);
        }
        for outsider in [&former, &stranger, &client] {
            for (method, path) in
                [("POST", format!("{below}/read")), ("DELETE", below.clone()), ("GET", of(&client, "/comments"))]
            {
                outsider.call(method, &path).await.is_problem(404, "not_found");
            }
            outsider.post(&of(&client, "/comments"), &json!({"text": "x"})).await.is_problem(404, "not_found");
        }
        second.call("POST", &format!("{below}/read")).await.is_problem(404, "not_found");
        second.delete(&below).await.is(204);
        for method in ["GET", "POST"] {
            app.call(method, &of(&client, "/comments")).await.is_problem(401, "unauthenticated");
        }
    }
    assert_eq!(second.get(&of(&client, "/comments")).await.is(200).json()["items"], json!([]));
    assert_eq!(client.get("/v1/sync").await.is(200).text(), feed);
    for spelling in [client.id.to_uppercase().replace('-', ""), "me".to_owned(), String::new()] {
        coach.get(&format!("/v1/clients/{spelling}/comments")).await.is_problem(404, "not_found");
    }
}

async fn only_these_routes_write_comments(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["plan"]).await;
    let mine = from_client(&client, "mine").await;
    let path = format!("/v1/comments/{}", id(&mine));
    for method in ["PUT", "PATCH"] {
        let refused = client.call(method, &path).json(&mine).await.is_problem(405, "method_not_allowed");
        assert_eq!(refused.header("Allow"), Some("DELETE, GET, HEAD"), "{method:?}");
    }
    for person in [&client, &coach] {
        for (action, record) in [("put", Some(json!({"text": "other"}))), ("delete", None)] {
            let mut op = json!({"op_id": Uuid::now_v7(), "collection": "comments", "id": mine["id"], "action": action,
                "resolution": "mine"});
            if let Some(record) = record {
                op["record"] = record;
            }
            let results = person.post("/v1/sync", &json!({"ops": [op]})).await.is(200).json();
            assert_eq!(results["results"][0]["problem"]["code"], "read_only", "{results}");
        }
        assert_eq!(person.get(&path).await.is(200).json()["text"], "mine", "{}", person.email);
    }
}

async fn a_repeated_request_writes_once(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    let share = shared(&client, &coach, &["sessions"]).await;
    let body = json!({"text": "Hello"});
    let theirs = of(&client, "/comments");
    let calls = [(&client, "/v1/comments"), (&coach, theirs.as_str())];
    for (person, path) in calls {
        let first = person.post(path, &body).header("Idempotency-Key", "key").await.is(201);
        app.clock.advance(Duration::minutes(1));
        let again = person.post(path, &body).header("Idempotency-Key", "key").await.is(201);
        assert_eq!((again.text(), again.header("Idempotency-Replayed")), (first.text(), Some("true")), "{path:?}");
        let other = person.post(path, &json!({"text": "Bye"})).header("Idempotency-Key", "key").await;
        other.is_problem(422, "idempotency_key_reused");
        let own = format!("/comments/{}/read", id(&first.json()));
        let read = if person.id == client.id { of(&client, &own) } else { format!("/v1{own}") };
        let reader = if person.id == client.id { &coach } else { &client };
        let first = reader.call("POST", &read).header("Idempotency-Key", "read").await.is(200);
        let again = reader.call("POST", &read).header("Idempotency-Key", "read").await.is(200);
        assert_eq!((again.text(), again.header("Idempotency-Replayed")), (first.text(), Some("true")), "{path:?}");
    }
    assert_eq!(client.get("/v1/comments").await.is(200).json()["items"].as_array().unwrap().len(), 2);
    // A coach with whom nothing is shared any more does not even see what they once wrote.
    client.delete(&format!("/v1/shares/{share}")).await.is(204);
    client.post("/v1/comments", &body).header("Idempotency-Key", "key").await.is(201);
    coach.post(&theirs, &body).header("Idempotency-Key", "key").await.is_problem(404, "not_found");
}

async fn a_conversation_has_an_end(app: &TestApp) {
    let (client, coach) = (app.register().await, app.register().await);
    shared(&client, &coach, &["sessions"]).await;
    let first = from_client(&client, "first").await;
    // More of the coach's copies, as if they had been written.
    let user = UserId(coach.id.parse().unwrap());
    let mut connection = app.connect();
    let body: Option<JsonText> = records::table
        .find((user, 10_i16, RecordId(id(&first).parse().unwrap())))
        .select(records::body)
        .first(&mut connection)
        .unwrap();
    let now = app.clock.now();
    birddog::platform::db::transaction(&mut connection, |connection| {
        for number in 1..4999_i64 {
            diesel::insert_into(records::table)
                .values((
                    records::user_id.eq(user),
                    records::collection.eq(10_i16),
                    records::id.eq(RecordId::new(now)),
                    records::rev.eq(1_000_000 + number),
                    records::created_at.eq(now),
                    records::updated_at.eq(now),
                    records::local_date.eq(now.utc().date_naive()),
                    records::at.eq(now),
                    records::body.eq(&body),
                ))
                .execute(connection)?;
        }
        Ok::<_, birddog::platform::db::DbError>(())
    })
    .unwrap();
    drop(connection);
    from_coach(&coach, &client, "last").await;
    client.post("/v1/comments", &json!({"text": "one more"})).await.is_problem(422, "limit_reached");
    coach.post(&of(&client, "/comments"), &json!({"text": "one more"})).await.is_problem(422, "limit_reached");
    client.delete(&format!("/v1/comments/{}", id(&first))).await.is(204);
    from_client(&client, "room again").await;
}
