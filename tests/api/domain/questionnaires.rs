use serde_json::{Value, json};

use crate::support::{Calls, TestApp, User, on_both_engines, own_fields};

on_both_engines![
    a_peg_is_the_mean_of_its_answers,
    an_rmdq_counts_its_ticks,
    ticks_are_known_and_stand_once,
    an_odi_is_a_total_and_nothing_else,
    answers_fit_their_instrument,
    every_fault_of_a_questionnaire_comes_at_once,
    a_score_is_what_the_answers_come_to,
    a_patch_scores_anew,
    the_instruments_say_what_is_taken,
    the_trend_has_every_score_of_the_range,
    the_trend_tells_improvements_that_matter,
    an_unchanged_trend_is_not_sent_again,
];

const ONE: &str = "/v1/questionnaires/01920000-0000-7000-8000-000000000001";
const TREND: &str = "/v1/trends/questionnaires";

fn filled_in(answered_at: &str, answers: Value) -> Value {
    json!({"answered_at": answered_at, "time_zone": "UTC", "answers": answers})
}

fn today(answers: Value) -> Value {
    filled_in("2026-11-23T06:00:00Z", answers)
}

fn peg(pain: u32, enjoyment: u32, general_activity: u32) -> Value {
    json!({"instrument": "peg", "pain": pain, "enjoyment": enjoyment, "general_activity": general_activity})
}

fn rmdq(ticked: &[Value]) -> Value {
    json!({"instrument": "rmdq", "ticked": ticked})
}

fn odi(total: f64) -> Value {
    json!({"instrument": "odi", "total": total})
}

/// The words of a list of the vocabulary.
async fn words(app: &TestApp, name: &str) -> Vec<Value> {
    let vocabulary = app.get("/v1/vocabulary").await.is(200).json();
    let list = vocabulary["lists"].as_array().unwrap().iter().find(|list| list["name"] == name);
    let list = list.unwrap_or_else(|| panic!("no list {name}"));
    list["entries"].as_array().unwrap().iter().map(|entry| entry["value"].clone()).collect()
}

async fn score(user: &User<'_>, answers: Value) -> Value {
    let made = user.post("/v1/questionnaires", &today(answers.clone())).await.is(201).json();
    assert_eq!(made["answers"], answers);
    made["score"].clone()
}

async fn a_peg_is_the_mean_of_its_answers(app: &TestApp) {
    let user = app.register().await;
    for (answers, mean) in [
        ((0, 0, 0), 0.0),
        ((10, 10, 10), 10.0),
        ((6, 4, 5), 5.0),
        // Not rounded.
        ((7, 7, 6), 20.0 / 3.0),
        ((1, 0, 0), 1.0 / 3.0),
        ((9, 10, 10), 29.0 / 3.0),
    ] {
        assert_eq!(score(&user, peg(answers.0, answers.1, answers.2)).await.as_f64(), Some(mean), "{mean:?}");
    }
}

async fn an_rmdq_counts_its_ticks(app: &TestApp) {
    let user = app.register().await;
    let items = words(app, "rmdq_item").await;
    assert_eq!(items.len(), 24);
    assert_eq!(score(&user, rmdq(&items)).await, json!(24.0));
    assert_eq!(score(&user, rmdq(&[])).await, json!(0.0));
    for item in &items {
        assert_eq!(score(&user, rmdq(std::slice::from_ref(item))).await, json!(1.0), "{item:?}");
    }
    // The order of ticking says nothing.
    let made = user.put(ONE, &today(rmdq(&items[3..9]))).await.is(201).json();
    let backwards: Vec<_> = items[3..9].iter().rev().cloned().collect();
    assert_eq!(user.put(ONE, &today(rmdq(&backwards))).await.is(200).json(), made);
    assert_eq!(made["score"], json!(6.0));
}

async fn ticks_are_known_and_stand_once(app: &TestApp) {
    let user = app.register().await;
    let items = words(app, "rmdq_item").await;
    let mut ticked = items[..3].to_vec();
    ticked.extend([items[1].clone(), json!("flies"), json!(7), items[0].clone(), items[1].clone()]);
    user.put(ONE, &today(rmdq(&ticked))).await.has_faults(&[
        "/answers/ticked/3 repeated",
        "/answers/ticked/4 unknown_value",
        "/answers/ticked/5 wrong_type",
        "/answers/ticked/6 repeated",
        "/answers/ticked/7 repeated",
    ]);
    let twice: Vec<_> = items.iter().chain(&items).cloned().collect();
    assert_eq!(user.put(ONE, &today(rmdq(&twice))).await.is(422).errors().len(), 24);
    let not_a_list = today(json!({"instrument": "rmdq", "ticked": 7}));
    user.put(ONE, &not_a_list).await.has_faults(&["/answers/ticked wrong_type"]);
    user.get(ONE).await.is(404);
}

async fn an_odi_is_a_total_and_nothing_else(app: &TestApp) {
    let user = app.register().await;
    for total in [0.0, 35.5, 100.0] {
        assert_eq!(score(&user, odi(total)).await.as_f64(), Some(total), "{total:?}");
    }
    for total in [-0.5, 100.1, 1e300] {
        user.put(ONE, &today(odi(total))).await.has_faults(&["/answers/total out_of_range"]);
    }
    for name in ["items", "sections", "ticked", "pain"] {
        let mut answers = odi(30.0);
        answers[name] = json!([1, 2, 3]);
        let error = format!("/answers/{name} unknown_field");
        user.put(ONE, &today(answers.clone())).await.has_faults(&[&error]);
        user.put(ONE, &today(odi(30.0))).await;
        user.patch(ONE, &json!({"answers": answers})).await.has_faults(&[&error]);
    }
    let kept = user.get(ONE).await.is(200).json();
    assert_eq!((&kept["answers"], &kept["score"]), (&odi(30.0), &json!(30.0)));
}

async fn answers_fit_their_instrument(app: &TestApp) {
    let user = app.register().await;
    for (answers, errors) in [
        (json!({"instrument": "peg"}), vec!["pain missing", "enjoyment missing", "general_activity missing"]),
        (json!({"instrument": "rmdq"}), vec!["ticked missing"]),
        (json!({"instrument": "odi"}), vec!["total missing"]),
        (
            json!({"instrument": "peg", "pain": 11, "enjoyment": 2.5, "ticked": [], "total": 3}),
            vec![
                "pain out_of_range",
                "enjoyment wrong_type",
                "general_activity missing",
                "ticked unknown_field",
                "total unknown_field",
            ],
        ),
        (
            json!({"instrument": "rmdq", "pain": 3, "ticked": ["stays_in_bed"], "total": 3}),
            vec!["pain unknown_field", "total unknown_field"],
        ),
        (json!({"instrument": "odi", "ticked": [], "total": "30"}), vec!["ticked unknown_field", "total wrong_type"]),
    ] {
        let errors: Vec<_> = errors.iter().map(|error| format!("/answers/{error}")).collect();
        let errors: Vec<_> = errors.iter().map(String::as_str).collect();
        user.put(ONE, &today(answers)).await.has_faults(&errors);
    }
    for answers in
        [json!({}), json!({"pain": 3}), json!({"instrument": "sf36"}), json!({"instrument": 3}), json!("peg")]
    {
        let errors = user.put(ONE, &today(answers)).await.is_problem(422, "invalid_input").errors();
        assert!(errors.len() == 1 && errors[0].starts_with("/answers"), "{errors:?}");
    }
}

async fn every_fault_of_a_questionnaire_comes_at_once(app: &TestApp) {
    let user = app.register().await;
    let body = json!({
        "answered_at": "yesterday", "time_zone": "Mars", "local_date": "2026-02-30", "score": "3", "note": 7,
        "instrument": "peg", "answers": {"instrument": "peg", "pain": -1, "enjoyment": null, "total": 1},
    });
    user.put(ONE, &body).await.has_faults(&[
        "/answered_at invalid_instant",
        "/time_zone invalid_time_zone",
        "/local_date invalid_date",
        "/score wrong_type",
        "/note wrong_type",
        "/instrument unknown_field",
        "/answers/pain out_of_range",
        "/answers/enjoyment wrong_type",
        "/answers/general_activity missing",
        "/answers/total unknown_field",
    ]);
    let ahead = json!({"answered_at": "2026-12-24T06:00:00Z", "time_zone": "UTC", "answers": {"instrument": "odi"}});
    user.put(ONE, &ahead).await.has_faults(&["/answered_at in_the_future", "/answers/total missing"]);
    let mut differing = today(peg(3, 3, 3));
    differing["score"] = json!(4);
    differing["local_date"] = json!("2026-11-01");
    user.put(ONE, &differing).await.has_faults(&["/score score_differs", "/local_date local_date_differs"]);
}

async fn a_score_is_what_the_answers_come_to(app: &TestApp) {
    let user = app.register().await;
    let with = |score: Value| {
        let mut body = today(peg(7, 7, 6));
        body["score"] = score;
        body
    };
    let made = user.put(ONE, &with(Value::Null)).await.is(201).json();
    assert_eq!((&made["score"], &made["local_date"]), (&json!(20.0 / 3.0), &json!("2026-11-23")));
    // As it came, as it was shown, or not at all: no change.
    for same in [made["score"].clone(), json!(6.67), json!(6.666_667), Value::Null] {
        assert_eq!(user.put(ONE, &with(same.clone())).await.is(200).json(), made, "{same:?}");
    }
    let back = Value::Object(own_fields(&made));
    assert_eq!(user.put(ONE, &back).await.is(200).json(), made);
    for other in [json!(6.7), json!(6.6), json!(7), json!(20), json!(-1), json!(1e300)] {
        user.put(ONE, &with(other)).await.has_faults(&["/score score_differs"]);
    }
}

async fn a_patch_scores_anew(app: &TestApp) {
    let user = app.register().await;
    user.put(ONE, &today(peg(6, 6, 6))).await.is(201);
    let patched = user.patch(ONE, &json!({"answers": {"pain": 9}})).await.is(200).json();
    assert_eq!((&patched["score"], &patched["answers"]), (&json!(7.0), &peg(9, 6, 6)));
    user.patch(ONE, &json!({"score": 6})).await.has_faults(&["/score score_differs"]);
    let noted = user.patch(ONE, &json!({"note": "late in the evening"})).await.is(200).json();
    assert_eq!(noted["score"], json!(7.0));
    // To another instrument: what was answered to the first has to go.
    user.patch(ONE, &json!({"answers": {"instrument": "odi", "total": 22}})).await.has_faults(&[
        "/answers/pain unknown_field",
        "/answers/enjoyment unknown_field",
        "/answers/general_activity unknown_field",
    ]);
    let gone = json!({"instrument": "odi", "total": 22, "pain": null, "enjoyment": null, "general_activity": null});
    let moved = user.patch(ONE, &json!({"answers": gone})).await.is(200).json();
    assert_eq!((&moved["score"], &moved["answers"]), (&json!(22.0), &odi(22.0)));
}

async fn the_instruments_say_what_is_taken(app: &TestApp) {
    let user = app.register().await;
    let instruments = app.get("/v1/instruments").await.is(200).json()["instruments"].clone();
    let named: Vec<_> = instruments.as_array().unwrap().iter().map(|facts| facts["instrument"].clone()).collect();
    assert_eq!(named, words(app, "instrument").await);
    for (facts, worst) in
        instruments.as_array().unwrap().iter().zip([peg(10, 10, 10), rmdq(&words(app, "rmdq_item").await), odi(100.0)])
    {
        assert_eq!(facts["instrument"], worst["instrument"]);
        assert_eq!(facts["maximum"].as_f64(), score(&user, worst.clone()).await.as_f64());
        assert_eq!((&facts["minimum"], &facts["higher_is_worse"]), (&json!(0), &json!(true)));
        match facts["items"].as_str() {
            Some("peg_item") => assert_eq!(words(app, "peg_item").await.len(), 3),
            Some(items) => assert_eq!(items, "rmdq_item"),
            None => assert_eq!(facts["instrument"], "odi"),
        }
    }
}

async fn the_trend_has_every_score_of_the_range(app: &TestApp) {
    let user = app.register().await;
    let mut ids = Vec::new();
    // Not in the order of time, and two on one day.
    for (at, answers) in [
        ("2026-11-20T18:00:00Z", peg(3, 3, 3)),
        ("2026-11-20T06:00:00Z", peg(4, 4, 4)),
        ("2025-11-24T06:00:00Z", peg(8, 8, 8)),
        ("2025-11-23T06:00:00Z", peg(9, 9, 9)),
        ("2026-11-23T06:00:00Z", odi(30.0)),
    ] {
        let made = user.post("/v1/questionnaires", &filled_in(at, answers)).await.is(201).json();
        ids.push(made["id"].clone());
    }
    let point = |date: &str, id: usize, score: f64| json!({"date": date, "id": ids[id], "score": score});
    let trend = user.get(TREND).await.is(200).json();
    assert_eq!(
        trend,
        json!({"as_of": "2026-11-23", "series": [
            {
                "instrument": "peg", "minimum": 0, "maximum": 10,
                "points": [
                    point("2025-11-24", 2, 8.0), point("2026-11-20", 1, 4.0), point("2026-11-20", 0, 3.0),
                ],
                "change": {"first": 8.0, "last": 3.0, "absolute": -5.0, "percent": -62.5, "meaningful": true},
            },
            {
                "instrument": "odi", "minimum": 0, "maximum": 100,
                "points": [point("2026-11-23", 4, 30.0)], "change": null,
            },
        ]})
    );
    let get = async |query: &str| user.get(&format!("{TREND}?{query}")).await.is(200).json()["series"].clone();
    assert_eq!(get("instrument=odi").await, json!([trend["series"][1]]));
    assert_eq!(get("instrument=rmdq").await, json!([]));
    assert_eq!(get("from=2026-11-21&instrument=peg").await, json!([]));
    let two_years = get("from=2025-01-01&to=2026-11-20").await;
    assert_eq!((two_years.as_array().unwrap().len(), &two_years[0]["change"]["first"]), (1, &json!(9.0)));
    // Only what had been filled in by then.
    let then = get("as_of=2026-11-19").await;
    assert_eq!(then[0]["points"], json!([point("2025-11-23", 3, 9.0), point("2025-11-24", 2, 8.0)]));
    user.get(&format!("{TREND}?instrument=sf36")).await.has_faults(&["?instrument invalid_parameter"]);
    // Nobody else's.
    assert_eq!(app.register().await.get(TREND).await.is(200).json()["series"], json!([]));

    user.delete(&format!("/v1/questionnaires/{}", ids[4].as_str().unwrap())).await.is(204);
    assert_eq!(get("instrument=odi").await, json!([]));
}

async fn the_trend_tells_improvements_that_matter(app: &TestApp) {
    let items = words(app, "rmdq_item").await;
    let ticks = |count: usize| rmdq(&items[..count]);
    for (first, last, meaningful) in [
        (peg(7, 7, 6), peg(5, 5, 4), true),
        (peg(7, 7, 6), peg(5, 5, 5), false),
        (peg(1, 1, 0), peg(0, 0, 0), false),
        (ticks(16), ticks(11), true),
        (ticks(17), ticks(12), false),
        (ticks(4), ticks(0), false),
        (ticks(11), ticks(16), false),
        (odi(30.3), odi(20.3), true),
        (odi(40.0), odi(30.0), false),
        (odi(0.0), odi(50.0), false),
    ] {
        let user = app.register().await;
        for (at, answers) in [("2026-10-01T06:00:00Z", &first), ("2026-11-01T06:00:00Z", &last)] {
            user.post("/v1/questionnaires", &filled_in(at, answers.clone())).await.is(201);
        }
        let trend = user.get(TREND).await.is(200).json();
        let change = &trend["series"][0]["change"];
        assert_eq!(change["meaningful"], meaningful, "{change}");
        assert_eq!(change["percent"].is_null(), change["first"] == 0.0, "{change}");
    }
}

async fn an_unchanged_trend_is_not_sent_again(app: &TestApp) {
    let user = app.register().await;
    user.put(ONE, &today(peg(3, 4, 5))).await.is(201);
    let first = user.get(TREND).await.is(200);
    user.get(TREND).header("If-None-Match", first.etag()).await.is(304);
    user.put(ONE, &today(peg(3, 4, 5))).await.is(200);
    user.get(TREND).header("If-None-Match", first.etag()).await.is(304);
    user.patch(ONE, &json!({"answers": {"pain": 2}})).await.is(200);
    let next = user.get(TREND).header("If-None-Match", first.etag()).await.is(200).json();
    assert_eq!(next["series"][0]["points"][0]["score"], json!(11.0 / 3.0));
}
