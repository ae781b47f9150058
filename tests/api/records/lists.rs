use serde_json::{Value, json};

use crate::support::{Calls, Kind, TestApp, User, collection, collections, on_both_engines, session};

on_both_engines![
    a_list_has_every_live_record_newest_first,
    a_range_of_days_has_both_its_ends,
    built_in_exercises_come_after_ones_own,
    an_unchanged_list_is_not_sent_again,
    wrong_parameters_are_named_together,
    limits_have_bounds,
];

/// The ids of a page and its cursor.
async fn page(user: &User<'_>, path: &str) -> (Vec<String>, Option<String>) {
    let page = user.get(path).await.is(200).json();
    let ids = page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned());
    (ids.collect(), page["next_cursor"].as_str().map(str::to_owned))
}

async fn a_list_has_every_live_record_newest_first(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let before = page(&user, &kind.list()).await.0;
        let mut made = Vec::new();
        for number in 1..=5 {
            app.clock.advance(chrono::Duration::seconds(1));
            made.push(user.put(&kind.path(number), &kind.example).await.is(201).json());
        }
        user.delete(&kind.path(3)).await.is(204);
        made.remove(2);
        made.reverse();
        let list = user.get(&kind.list()).await.is(200).json();
        let items = list["items"].as_array().unwrap();
        let own: Vec<_> = items.iter().filter(|item| made.contains(item)).cloned().collect();
        assert_eq!(own, made, "{}", kind.name);
        assert_eq!(items.len(), before.len() + 4, "{}", kind.name);
        assert_eq!(list["next_cursor"], Value::Null, "{}", kind.name);
    }
}

async fn a_range_of_days_has_both_its_ends(app: &TestApp) {
    let user = app.register().await;
    for day in 1..=9 {
        user.post("/v1/sessions", &session(&format!("2026-11-0{day}T23:30:00Z"), 10)).await.is(201);
    }
    for (range, days) in [
        ("from=2026-11-03&to=2026-11-05", vec![5, 4, 3]),
        ("from=2026-11-08", vec![9, 8]),
        ("to=2026-11-01", vec![1]),
        ("from=2026-11-04&to=2026-11-04", vec![4]),
        ("from=2026-11-10", vec![]),
        ("from=1900-01-01&to=9999-12-31&limit=2", vec![9, 8]),
    ] {
        let list = user.get(&format!("/v1/sessions?{range}")).await.is(200).json();
        let dates: Vec<_> = list["items"].as_array().unwrap().iter().map(|item| item["local_date"].clone()).collect();
        let expected: Vec<_> = days.iter().map(|day| json!(format!("2026-11-0{day}"))).collect();
        assert_eq!(dates, expected, "{range}");
    }
    // Built-in records have no day to be in a range of.
    assert_eq!(page(&user, "/v1/exercises?from=1900-01-01").await, (vec![], None));
}

async fn built_in_exercises_come_after_ones_own(app: &TestApp) {
    let user = app.register().await;
    let built_in: Vec<_> =
        birddog::features::training::catalogue::all().iter().map(|exercise| exercise.slug.to_owned()).collect();
    assert_eq!(page(&user, "/v1/exercises").await, (built_in.clone(), None));

    let kind = exercises();
    for number in 1..=3 {
        user.put(&kind.path(number), &kind.example).await.is(201);
    }
    let (all, end) = page(&user, "/v1/exercises?limit=200").await;
    assert_eq!((&all[3..], end), (&built_in[..], None));
    // Own records and built-in ones meet at each place of a page.
    for limit in [1, 2, 3, 4, 5, 17] {
        let (mut seen, mut next) = (Vec::new(), Some(String::new()));
        while let Some(cursor) = next {
            let cursor = if cursor.is_empty() { cursor } else { format!("&cursor={cursor}") };
            let (ids, after) = page(&user, &format!("/v1/exercises?limit={limit}{cursor}")).await;
            assert!(ids.len() == limit || after.is_none(), "{ids:?}");
            assert!(!ids.is_empty(), "{limit:?}");
            seen.extend(ids);
            next = after;
        }
        assert_eq!(seen, all, "pages of {limit}");
    }
}

fn exercises() -> Kind {
    collection("exercises")
}

async fn an_unchanged_list_is_not_sent_again(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let etag = user.get(&kind.list()).await.is(200).etag();
        user.get(&kind.list()).header("If-None-Match", &etag).await.is(304);
        user.put(&kind.path(1), &kind.example).await.is(201);
        let etag = user.get(&kind.list()).header("If-None-Match", &etag).await.is(200).etag();
        user.delete(&kind.path(1)).await.is(204);
        user.get(&kind.list()).header("If-None-Match", &etag).await.is(200);
    }
}

async fn wrong_parameters_are_named_together(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        let path = |query: &str| format!("{}?{query}", kind.list());
        let wrong = path("from=2026-02-30&to=tomorrow&limit=0&cursor=!&sort=id");
        user.get(&wrong).await.has_faults(&[
            "?cursor invalid_parameter",
            "?from invalid_parameter",
            "?limit out_of_range",
            "?sort unknown_parameter",
            "?to invalid_parameter",
        ]);
        user.get(&path("from=2026-11-02&to=2026-11-01")).await.has_faults(&["?to out_of_range"]);
        user.get(&path("limit=1&limit=2")).await.has_faults(&["?limit repeated_parameter"]);
        user.get(&path("user_id=1")).await.has_faults(&["?user_id unknown_parameter"]);
        user.get(&path("limit=%FF")).await.is(422);
    }
}

async fn limits_have_bounds(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        for limit in ["0", "-1", "201", "1000000000", "9223372036854775808", "1.5", "", "ten", "0x10", "+"] {
            let path = format!("{}?limit={limit}", kind.list());
            user.get(&path).await.has_faults(&["?limit out_of_range"]);
        }
        for limit in [1, 200] {
            user.get(&format!("{}?limit={limit}", kind.list())).await.is(200);
        }
    }
}
