//! The change feed.

use serde_json::{Value, json};

use super::batch::{counter, key, push, push_one, put, with};
use crate::support::{Calls, TestApp, User, collections, on_both_engines, pain_score};

on_both_engines![
    it_tells_every_record_as_its_address_does,
    it_is_in_the_order_of_changes_and_tells_each_record_once,
    pages_join_without_gap_while_records_change,
    the_last_page_says_so,
    its_end_is_where_to_wait,
    limits_are_checked,
    a_page_is_bounded_in_bytes,
    changes_from_everywhere_are_in_it,
];

pub async fn page(user: &User<'_>, limit: u32, cursor: &str) -> Value {
    let cursor = if cursor.is_empty() { String::new() } else { format!("&cursor={cursor}") };
    let page = user.get(&format!("/v1/sync?limit={limit}{cursor}")).await.is(200).json();
    let names: Vec<_> = page.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["changes", "has_more", "next_cursor"]);
    let revs: Vec<_> = changes(&page).iter().map(|change| change["rev"].as_i64().unwrap()).collect();
    assert!(revs.is_sorted_by(|one, next| one < next), "{page}");
    for change in changes(&page) {
        let names: Vec<_> = change.as_object().unwrap().keys().map(String::as_str).collect();
        if change["deleted"] == true {
            assert_eq!(names, ["collection", "deleted", "id", "rev"], "{change:?}");
        } else {
            assert_eq!(
                (names, &change["deleted"]),
                (vec!["collection", "deleted", "id", "record", "rev"], &json!(false)),
                "{change:?}"
            );
            assert_eq!(
                (&change["record"]["rev"], &change["record"]["id"]),
                (&change["rev"], &change["id"]),
                "{change:?}"
            );
        }
    }
    page
}

pub fn changes(page: &Value) -> &[Value] {
    page["changes"].as_array().unwrap()
}

pub fn cursor(page: &Value) -> &str {
    page["next_cursor"].as_str().unwrap()
}

pub fn ids(page: &Value) -> Vec<String> {
    changes(page).iter().map(|change| format!("{}/{}", change["collection"], change["id"]).replace('"', "")).collect()
}

/// An op that writes a pain score.
pub fn score(number: u32, value: u32) -> Value {
    put(&key("pain-scores", number), &pain_score("2026-11-23T06:00:00.000Z", value))
}

/// Pain scores of these numbers, just written.
pub async fn scores(user: &User<'_>, numbers: std::ops::RangeInclusive<u32>) {
    push(user, &numbers.map(|number| score(number, 4)).collect::<Vec<_>>()).await;
}

/// Where the feed of an account ends.
pub async fn end(user: &User<'_>) -> String {
    let mut last = page(user, 500, "").await;
    while last["has_more"] == true {
        last = page(user, 500, cursor(&last)).await;
    }
    cursor(&last).to_owned()
}

async fn it_tells_every_record_as_its_address_does(app: &TestApp) {
    let user = app.register().await;
    let start = end(&user).await;
    let mut paths = Vec::new();
    for kind in collections() {
        user.put(&kind.path(1), &kind.example).await.is(201);
        user.put(&kind.path(2), &kind.example).await.is(201);
        user.delete(&kind.path(2)).await.is(204);
        paths.extend([kind.path(1), kind.path(2)]);
    }
    let page = page(&user, 500, &start).await;
    assert_eq!(ids(&page), paths.iter().map(|path| path["/v1/".len()..].to_owned()).collect::<Vec<_>>());
    for (change, path) in changes(&page).iter().zip(&paths) {
        let reply = user.get(path).await;
        if change["deleted"] == true {
            reply.is(404);
        } else {
            assert_eq!(reply.is(200).json(), change["record"], "{path:?}");
        }
    }
    assert_eq!(changes(&page).last().unwrap()["rev"], json!(counter(&user).await));
}

async fn it_is_in_the_order_of_changes_and_tells_each_record_once(app: &TestApp) {
    let user = app.register().await;
    let start = end(&user).await;
    scores(&user, 1..=4).await;
    user.patch(&format!("/v1/{}", key("pain-scores", 2)), &json!({"score": 7})).await.is(200);
    user.delete(&format!("/v1/{}", key("pain-scores", 1))).await.is(204);
    user.delete(&format!("/v1/{}", key("pain-scores", 3))).await.is(204);
    user.put(&format!("/v1/{}", key("pain-scores", 3)), &pain_score("2026-11-23T06:00:00Z", 5)).await.is(201);
    let page = page(&user, 500, &start).await;
    assert_eq!(ids(&page), [4, 2, 1, 3].map(|number| key("pain-scores", number)));
    assert_eq!(changes(&page)[1]["record"]["score"], 7);
    assert_eq!((&changes(&page)[2]["deleted"], &changes(&page)[3]["deleted"]), (&json!(true), &json!(false)));
}

async fn pages_join_without_gap_while_records_change(app: &TestApp) {
    let user = app.register().await;
    let start = end(&user).await;
    scores(&user, 1..=6).await;
    let first = page(&user, 2, &start).await;
    assert_eq!((ids(&first), &first["has_more"]), ([1, 2].map(|n| key("pain-scores", n)).to_vec(), &json!(true)));
    // One that was sent, one that is next, one that is last, and a new one.
    for number in [1, 3, 6] {
        user.patch(&format!("/v1/{}", key("pain-scores", number)), &json!({"score": 9})).await.is(200);
    }
    user.delete(&format!("/v1/{}", key("pain-scores", 4))).await.is(204);
    scores(&user, 7..=7).await;
    let mut told = Vec::new();
    let mut last = first;
    while last["has_more"] == true {
        last = page(&user, 2, cursor(&last)).await;
        told.extend(ids(&last));
    }
    assert_eq!(told, [5, 1, 3, 6, 4, 7].map(|number| key("pain-scores", number)));
    // A page can be asked for again.
    assert_eq!(ids(&page(&user, 500, &start).await), [2, 5, 1, 3, 6, 4, 7].map(|number| key("pain-scores", number)));
}

async fn the_last_page_says_so(app: &TestApp) {
    let user = app.register().await;
    let start = end(&user).await;
    scores(&user, 1..=6).await;
    for (limit, has_more) in [(5, true), (6, false), (7, false), (500, false)] {
        let page = page(&user, limit, &start).await;
        assert_eq!(page["has_more"], has_more, "{limit}");
        assert_eq!(changes(&page).len(), 6.min(usize::try_from(limit).unwrap()), "{limit:?} {has_more:?}");
    }
    // 200 at a time unless asked otherwise; a page can be longer than what is read at a time.
    scores(&user, 7..=200).await;
    scores(&user, 201..=260).await;
    let usual = user.get(&format!("/v1/sync?cursor={start}")).await.is(200).json();
    assert_eq!((changes(&usual).len(), &usual["has_more"]), (200, &json!(true)));
    for limit in [1, 49, 50, 51, 100, 259, 260, 261] {
        let (mut last, mut told) = (page(&user, limit, &start).await, Vec::new());
        loop {
            assert!(changes(&last).len() == usize::try_from(limit).unwrap() || last["has_more"] == false, "{limit:?}");
            told.extend(ids(&last));
            if last["has_more"] == false {
                break;
            }
            last = page(&user, limit, cursor(&last)).await;
        }
        assert_eq!(told, (1..=260).map(|number| key("pain-scores", number)).collect::<Vec<_>>(), "{limit}");
        if limit == 1 {
            // No page for nothing: the last one that has something says that it is the last.
            assert_eq!(changes(&last).len(), 1, "{limit:?}");
        }
    }
}

async fn its_end_is_where_to_wait(app: &TestApp) {
    let user = app.register().await;
    let mut place = end(&user).await;
    for number in 1..=3 {
        let nothing = page(&user, 200, &place).await;
        assert_eq!((changes(&nothing), &nothing["has_more"]), (&[] as &[Value], &json!(false)), "{number:?}");
        // What has a rev and is no record moves nothing past anybody.
        user.patch("/v1/me", &json!({"display_name": format!("Maria {number}")})).await.is(200);
        scores(&user, number..=number).await;
        let news = page(&user, 200, cursor(&nothing)).await;
        assert_eq!((ids(&news), &news["has_more"]), (vec![key("pain-scores", number)], &json!(false)), "{number:?}");
        cursor(&news).clone_into(&mut place);
    }
}

async fn limits_are_checked(app: &TestApp) {
    let user = app.register().await;
    for limit in ["0", "501", "-1", "1.5", "many", "", "99999999999"] {
        user.get(&format!("/v1/sync?limit={limit}")).await.has_faults(&["?limit out_of_range"]);
    }
    user.get("/v1/sync?limit=1&limit=2").await.has_faults(&["?limit repeated_parameter"]);
    user.get("/v1/sync?since=7&limit=0").await.has_faults(&["?limit out_of_range", "?since unknown_parameter"]);
    for limit in [1, 500] {
        page(&user, limit, "").await;
    }
}

async fn a_page_is_bounded_in_bytes(app: &TestApp) {
    const MIB: usize = 1024 * 1024;
    let user = app.register().await;
    let start = end(&user).await;
    let sets: Vec<_> = (0..100).map(|_| json!({"reps": 5, "side": "left"})).collect();
    let exercises: Vec<_> = (0..22).map(|_| json!({"exercise": "bird-dog", "sets": sets})).collect();
    let session = json!({
        "started_at": "2026-11-23T06:00:00Z", "time_zone": "UTC", "duration_seconds": 600, "exercises": exercises
    });
    let size = session.to_string().len();
    assert!((50_000..65_536).contains(&size));
    for numbers in [1..=25, 26..=50] {
        let ops: Vec<_> = numbers.map(|number| put(&key("sessions", number), &session)).collect();
        push(&user, &ops).await;
    }
    let (mut place, mut told, mut pages) = (start, Vec::new(), 0);
    loop {
        let reply = user.get(&format!("/v1/sync?limit=500&cursor={place}")).await.is(200);
        assert!(reply.text().len() < MIB + 2 * size, "{} bytes", reply.text().len());
        let page = reply.json();
        assert!(page["has_more"] == false || reply.text().len() > MIB - 2 * size);
        told.extend(ids(&page));
        pages += 1;
        cursor(&page).clone_into(&mut place);
        if page["has_more"] == false {
            break;
        }
    }
    assert_eq!(told, (1..=50).map(|number| key("sessions", number)).collect::<Vec<_>>());
    assert!(pages > 2);
}

async fn changes_from_everywhere_are_in_it(app: &TestApp) {
    let user = app.register().await;
    let start = end(&user).await;
    let file = "date,score\n2026-11-20 08:00,4\n2026-11-21 08:00,5\n";
    let import =
        user.call("POST", "/v1/me/import?format=pain-csv").bytes(file).header("Content-Type", "text/csv").await;
    assert_eq!(import.status, 200, "{import}");
    let imported = page(&user, 500, &start).await;
    assert_eq!(
        changes(&imported).iter().filter(|change| change["collection"] == "pain-scores").count(),
        2,
        "{imported}"
    );

    let posted =
        user.post("/v1/courses", &json!({"condition": "Neck", "started_on": "2026-11-10"})).await.is(201).json();
    let visit = json!({
        "scheduled_at": "2026-11-25T09:00:00Z", "time_zone": "UTC", "duration_minutes": 45, "status": "scheduled"
    });
    let booked = push_one(&user, &put(&key("appointments", 1), &visit)).await;
    let told = page(&user, 500, cursor(&imported)).await;
    assert_eq!(ids(&told), [format!("courses/{}", posted["id"].as_str().unwrap()), key("appointments", 1)]);
    // What the service itself changes: the visit is screened again.
    user.put("/v1/me/health-profile", &json!({"anticoagulants": true})).await.is(200);
    let told = page(&user, 500, cursor(&told)).await;
    assert_eq!(ids(&told), [key("appointments", 1)]);
    assert_eq!(changes(&told)[0]["record"]["advisories"][0]["code"], "anticoagulants");
    // A device that had pulled the visit before gets it again.
    let moved = with(visit, json!({"duration_minutes": 50}));
    let late = push_one(&user, &with(put(&key("appointments", 1), &moved), json!({"base_rev": booked["rev"]}))).await;
    assert_eq!((&late["status"], &late["record"]), (&json!("conflict"), &changes(&told)[0]["record"]));
}
