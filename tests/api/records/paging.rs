use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::support::{Calls, TestApp, User, collections, on_both_engines, session};

on_both_engines![
    pages_add_up_to_the_list,
    pages_stand_still_while_records_come_and_go,
    a_page_has_fifty_unless_asked,
    a_cursor_reaches_nobody_else,
    what_is_no_cursor_of_the_list_is_refused,
];

async fn page(user: &User<'_>, list: &str, query: &str, cursor: Option<&str>) -> (Vec<String>, Option<String>) {
    let cursor = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
    let page = user.get(&format!("{list}?{query}{cursor}")).await.is(200).json();
    let ids = page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned());
    (ids.collect(), page["next_cursor"].as_str().map(str::to_owned))
}

/// Every page from `next` on.
async fn rest(user: &User<'_>, list: &str, query: &str, mut next: Option<String>) -> Vec<String> {
    let mut seen = Vec::new();
    while let Some(cursor) = next {
        let (ids, after) = page(user, list, query, Some(&cursor)).await;
        assert!(!ids.is_empty());
        seen.extend(ids);
        next = after;
    }
    seen
}

async fn pages_add_up_to_the_list(app: &TestApp) {
    let user = app.register().await;
    for kind in collections() {
        // All at one instant, so that only the ids order them.
        for number in 1..=7 {
            user.put(&kind.path(number), &kind.example).await.is(201);
        }
        let (all, end) = page(&user, &kind.list(), "limit=200", None).await;
        assert_eq!(end, None, "{}", kind.name);
        for limit in [1, 2, 3, 7] {
            let query = format!("limit={limit}");
            let (mut seen, next) = page(&user, &kind.list(), &query, None).await;
            assert_eq!(seen.len(), limit, "{}", kind.name);
            seen.extend(rest(&user, &kind.list(), &query, next).await);
            assert_eq!(seen, all, "{} by {limit}", kind.name);
        }
    }
}

async fn pages_stand_still_while_records_come_and_go(app: &TestApp) {
    let user = app.register().await;
    let at = |minute: u32| session(&format!("2026-11-20T10:{minute:02}:00Z"), 10);
    for minute in (0..40).step_by(2) {
        user.post("/v1/sessions", &at(minute)).await.is(201);
    }
    let (all, _) = page(&user, "/v1/sessions", "limit=200", None).await;
    let (mut seen, next) = page(&user, "/v1/sessions", "limit=6", None).await;
    // Newer ones, one right before the cursor, and one that falls into the pages to come.
    for minute in [59, 58, 29] {
        user.post("/v1/sessions", &at(minute)).await.is(201);
    }
    let late = user.post("/v1/sessions", &at(5)).await.is(201).json()["id"].as_str().unwrap().to_owned();
    // The very record that the cursor stands on, and one that was not shown yet.
    user.delete(&format!("/v1/sessions/{}", seen[5])).await.is(204);
    user.delete(&format!("/v1/sessions/{}", all[12])).await.is(204);
    seen.extend(rest(&user, "/v1/sessions", "limit=6", next).await);

    let mut expected = all.clone();
    expected.retain(|id| *id != all[12]);
    expected.insert(expected.len() - 3, late);
    assert_eq!(seen, expected);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), seen.len());
}

async fn a_page_has_fifty_unless_asked(app: &TestApp) {
    let user = app.register().await;
    let body = session("2026-11-20T10:00:00Z", 10);
    futures_util::future::join_all((0..51).map(|_| async { user.post("/v1/sessions", &body).await.is(201) })).await;
    let (ids, next) = page(&user, "/v1/sessions", "", None).await;
    assert_eq!((ids.len(), next.is_some()), (50, true));
    let (ids, next) = page(&user, "/v1/sessions", "limit=51", None).await;
    assert_eq!((ids.len(), next), (51, None));
}

async fn a_cursor_reaches_nobody_else(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    for kind in collections() {
        for number in 1..=4 {
            maria.put(&kind.path(number), &kind.example).await.is(201);
        }
        let (first, cursor) = page(&maria, &kind.list(), "limit=2", None).await;
        let theirs = page(&tom, &kind.list(), "", cursor.as_deref()).await.0;
        let listed = page(&tom, &kind.list(), "limit=200", None).await.0;
        assert!(theirs.iter().all(|id| listed.contains(id)), "{theirs:?}");
        assert!(!theirs.contains(&first[0]), "{theirs:?}");
    }
}

async fn what_is_no_cursor_of_the_list_is_refused(app: &TestApp) {
    let user = app.register().await;
    let encoded = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let bad = [
        "x".to_owned(),
        "====".to_owned(),
        "null".to_owned(),
        encoded(""),
        encoded("null"),
        encoded("{}"),
        encoded(r#"{"Record":[]}"#),
        encoded(r#"{"Record":["2026-02-30","2026-11-23T12:00:00.000Z","01920000-0000-7000-8000-000000000001"]}"#),
        encoded(r#"{"Record":["2026-11-23","2026-11-23T12:00:00.000Z","' OR 1=1 --"]}"#),
        encoded(r#"{"BuiltIn":-1}"#),
        encoded(r#"{"BuiltIn":18446744073709551615}"#),
        encoded(&"x".repeat(600)),
    ];
    for kind in collections() {
        for cursor in &bad {
            let path = format!("{}?cursor={cursor}", kind.list());
            user.get(&path).await.has_faults(&["?cursor invalid_parameter"]);
        }
        if kind.name != "exercises" {
            let path = format!("{}?cursor={}", kind.list(), encoded(r#"{"BuiltIn":1}"#));
            user.get(&path).await.has_faults(&["?cursor invalid_parameter"]);
        }
    }
}
