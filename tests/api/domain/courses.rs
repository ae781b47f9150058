use serde_json::{Value, json};

use crate::support::{Calls, TestApp, User, on_both_engines, pain_score};

on_both_engines![
    a_course_is_counted_and_paid_for,
    the_next_visit_comes_dense_at_first_and_then_tapers,
    onsets_are_named_by_their_length,
    a_course_without_a_change_is_worth_talking_over,
    progress_is_for_ones_own_courses,
];

async fn course(user: &User<'_>, fields: Value) -> (String, String) {
    let mut body = json!({"condition": "Low back pain", "started_on": "2026-11-01", "planned_sessions": 10});
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let id = user.post("/v1/courses", &body).await.is(201).json()["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/courses/{id}/progress");
    (id, path)
}

async fn visit(user: &User<'_>, course: &str, day: &str, status: &str, cost: Option<(u32, &str)>) {
    let mut body = json!({
        "scheduled_at": format!("2026-{day}T09:00:00Z"), "time_zone": "UTC", "duration_minutes": 45, "status": status,
        "course_id": course,
    });
    if let Some((amount, currency)) = cost {
        body["cost"] = json!({"amount_minor": amount, "currency": currency});
    }
    user.post("/v1/appointments", &body).await.is(201);
}

async fn a_course_is_counted_and_paid_for(app: &TestApp) {
    let user = app.register().await;
    let (id, path) = course(&user, json!({"onset_date": "2026-09-01"})).await;
    let empty = user.get(&path).await.is(200).json();
    assert_eq!(empty["visits"]["to_book"], 10);
    assert_eq!(empty["cost"], json!({"so_far": [], "projected": []}));
    assert_eq!((&empty["next"]["from"], &empty["next"]["number"]), (&json!("2026-11-01"), &json!(1)));

    visit(&user, &id, "11-03", "completed", Some((6000, "EUR"))).await;
    visit(&user, &id, "11-06", "completed", Some((5000, "USD"))).await;
    visit(&user, &id, "11-09", "no_show", Some((9900, "EUR"))).await;
    visit(&user, &id, "11-10", "cancelled", None).await;
    visit(&user, &id, "11-12", "scheduled", None).await;
    visit(&user, &id, "11-18", "completed", Some((6001, "EUR"))).await;
    visit(&user, &id, "11-20", "completed", None).await;
    visit(&user, &id, "11-25", "scheduled", Some((7000, "EUR"))).await;
    visit(&user, &id, "11-28", "scheduled", None).await;
    let progress = user.get(&path).await.is(200);
    let json = progress.json();
    let visits = json!({"attended": 4, "booked": 2, "missed": 1, "cancelled": 1, "unmarked": 1, "to_book": 4});
    assert_eq!(json["visits"], visits);
    // To come: 7000 that is known, and five visits at the mean of 60.00, 60.01 and 70.00.
    let sum = |amount: u64, currency: &str| json!({"amount_minor": amount, "currency": currency});
    assert_eq!(json["cost"]["so_far"], json!([sum(12001, "EUR"), sum(5000, "USD")]));
    assert_eq!(json["cost"]["projected"], json!([sum(12001 + 7000 + 31668, "EUR"), sum(5000, "USD")]));
    assert_eq!(json["next"]["booked_on"], "2026-11-25");
    assert_eq!(json["onset"], json!({"kind": "subacute", "weeks": 8}));
    user.get(&path).header("If-None-Match", progress.etag()).await.is(304);

    // As of an earlier day later visits are not yet attended, and what was booked then is not known any more.
    let earlier = user.get(&format!("{path}?as_of=2026-11-10")).await.is(200).json();
    assert_eq!((&earlier["visits"]["attended"], &earlier["visits"]["booked"]), (&json!(2), &json!(3)));
}

async fn the_next_visit_comes_dense_at_first_and_then_tapers(app: &TestApp) {
    let user = app.register().await;
    let (id, path) = course(&user, json!({"planned_sessions": 9})).await;
    let days = ["11-02", "11-04", "11-06", "11-08", "11-10", "11-12", "11-14", "11-16"];
    for (index, day) in days.iter().enumerate() {
        visit(&user, &id, day, "completed", None).await;
        let next = user.get(&path).await.json()["next"].clone();
        let number = index + 2;
        let (reason, least, most) = match number {
            1..=4 => ("dense_start", 3, 7),
            5..=8 => ("weekly", 6, 8),
            _ => ("taper", 12, 16),
        };
        let last: chrono::NaiveDate = format!("2026-{day}").parse().unwrap();
        let after = |days: u64| json!((last + chrono::Days::new(days)).to_string());
        assert_eq!((&next["number"], &next["reason"]), (&json!(number), &json!(reason)), "{index:?} {day:?}");
        assert_eq!((&next["from"], &next["to"]), (&after(least), &after(most)), "{index:?} {day:?}");
    }
    visit(&user, &id, "11-18", "completed", None).await;
    assert_eq!(user.get(&path).await.json()["next"], Value::Null);
}

async fn onsets_are_named_by_their_length(app: &TestApp) {
    let user = app.register().await;
    for (onset, expected) in [
        (json!("2026-11-01"), json!({"kind": "acute", "weeks": 0})),
        (json!("2026-10-05"), json!({"kind": "acute", "weeks": 3})),
        (json!("2026-10-04"), json!({"kind": "subacute", "weeks": 4})),
        (json!("2026-08-09"), json!({"kind": "subacute", "weeks": 12})),
        (json!("2026-08-08"), json!({"kind": "chronic", "weeks": 12})),
        (json!("2026-11-20"), json!({"kind": "acute", "weeks": 0})),
        (Value::Null, Value::Null),
    ] {
        let (_, path) = course(&user, json!({"onset_date": onset})).await;
        assert_eq!(user.get(&path).await.json()["onset"], expected, "{onset}");
    }
}

async fn a_course_without_a_change_is_worth_talking_over(app: &TestApp) {
    // Pain in the two weeks before the first visit, pain in the last two, visits; what is said.
    let told = |answer: &Value| {
        let codes = answer["advisories"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap());
        codes.filter(|code| code.starts_with("course_")).map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    for (before, now, visits, worth_saying) in [
        (Some(6), Some(5), 6, true),
        (Some(6), Some(7), 6, true),
        (Some(6), Some(5), 5, false),
        (Some(6), Some(4), 6, false),
        (Some(2), Some(2), 6, false),
        (Some(6), None, 6, false),
        (None, Some(6), 6, false),
    ] {
        let user = app.register().await;
        let (id, path) = course(&user, json!({"started_on": "2026-10-01"})).await;
        for day in 0..5 {
            for (score, first) in [(before, "2026-09-20"), (now, "2026-11-12")] {
                let first: chrono::NaiveDate = first.parse().unwrap();
                if let Some(score) = score {
                    let at = format!("{}T09:00:00Z", first + chrono::Days::new(day));
                    user.post("/v1/pain-scores", &pain_score(&at, score)).await.is(201);
                }
            }
        }
        for week in 0..visits {
            let day = chrono::NaiveDate::from_ymd_opt(2026, 10, 1).unwrap() + chrono::Days::new(week * 7);
            visit(&user, &id, &day.format("%m-%d").to_string(), "completed", None).await;
        }
        let answer = user.get(&path).await.is(200).json();
        assert_eq!(answer["change"].is_null(), before.is_none_or(|before| before < 3) || now.is_none(), "{answer:#}");
        let expected = ["course_without_change"].repeat(usize::from(worth_saying));
        assert_eq!(told(&answer), expected, "{before:?} {now:?} {visits}");
        assert_eq!(
            told(&user.get("/v1/appointments?limit=1").await.json()["items"][0]),
            expected,
            "{before:?} {now:?}"
        );
    }
}

async fn progress_is_for_ones_own_courses(app: &TestApp) {
    let (maria, tom) = (app.register().await, app.register().await);
    let (_, path) = course(&maria, json!({})).await;
    tom.get(&path).await.is_problem(404, "not_found");
    app.get(&path).await.is_problem(401, "unauthenticated");
    maria.get("/v1/courses/mine/progress").await.is_problem(404, "not_found");
    maria.get(&format!("{path}?region=neck")).await.has_faults(&["?region unknown_parameter"]);
}
