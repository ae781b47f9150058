//! Which way the pain goes: slope, verdict, change and details of `GET /v1/trends/pain`.

use serde_json::{Value, json};

use super::diary::{AS_OF, keep_diary};
use crate::support::{Calls, TestApp, User, on_both_engines};

on_both_engines![
    a_clear_fall_is_improving_in_the_region_that_has_it,
    few_scores_say_nothing,
    without_scores_there_is_nothing_to_compute,
    more_than_three_years_are_cut_and_said_to_be,
];

async fn trend(user: &User<'_>, query: &str) -> Value {
    user.get(&format!("/v1/trends/pain?as_of={AS_OF}{query}")).await.is(200).json()
}

fn near(value: &Value, expected: f64) {
    assert!((value.as_f64().unwrap() - expected).abs() < 1e-9, "{value}, not {expected}");
}

async fn a_clear_fall_is_improving_in_the_region_that_has_it(app: &TestApp) {
    let user = app.register().await;
    // A point down every two weeks, from 8 to 3 in twelve.
    let falling: Vec<u8> = (0..84_u8).map(|day| 8 - day / 14).collect();
    keep_diary(&user, "low_back", &falling).await;
    keep_diary(&user, "neck", &[9; 84]).await;

    let back = trend(&user, "&region=low_back").await;
    assert_eq!(back["verdict"], "improving", "{back}");
    // The middle one of all pairs: five points down in 73 days.
    near(&back["slope"]["per_week"], -35.0 / 73.0);
    let text = "Your daily pain went down by about 1.9 points per four weeks over these 84 days. Of 100 made-up diaries \
                without any change, at most 1 looked like this.";
    assert_eq!((&back["text"], &back["false_alarms"]), (&json!(text), &json!(1)));
    let details = &back["details"];
    assert_eq!(details["window"], json!({"from": "2026-08-26", "to": AS_OF, "cut": false}));
    assert_eq!((&details["scored_days"], &details["span_days"]), (&json!(84), &json!(84)));
    near(&details["slope_per_day"], -5.0 / 73.0);
    // All pairs of different scores fall: 84 · 83 / 2 less six times 14 · 13 / 2.
    assert_eq!(details["s"], json!(-2940));

    let whole = trend(&user, "&region=low_back&from=2026-09-01").await;
    assert_eq!(
        whole["change"],
        json!({
            "baseline": {"from": "2026-09-01", "to": "2026-09-14", "scored_days": 14, "mean": 8.0},
            "current": {"from": "2026-11-10", "to": AS_OF, "scored_days": 14, "mean": 3.0},
            "absolute": -5.0, "percent": -62.5, "clinically_meaningful": true,
        })
    );
    // The first fortnight of 90 days begins six days before the diary.
    assert_eq!(back["change"]["baseline"]["scored_days"], 14);

    let neck = trend(&user, "&region=neck").await;
    assert_eq!((&neck["verdict"], &neck["slope"]["per_week"]), (&json!("no_clear_change"), &json!(0.0)), "{neck}");
    assert_eq!((&neck["details"]["p_corrected"], &neck["details"]["autocorrelation"]), (&json!(1.0), &Value::Null));
    assert_eq!(neck["false_alarms"], Value::Null);
    // Scores before the range smooth the line and stay out of the rest.
    let later = trend(&user, "&region=low_back&from=2026-11-20").await;
    assert_eq!((&later["details"]["scored_days"], &later["change"]), (&json!(4), &Value::Null));
}

async fn few_scores_say_nothing(app: &TestApp) {
    let user = app.register().await;
    keep_diary(&user, "neck", &[9, 8, 8, 7, 6, 6, 5, 4, 4, 3, 2, 1, 0]).await;
    let trend = trend(&user, "").await;
    assert_eq!(trend["verdict"], "insufficient_data");
    assert_eq!(trend["text"], "Too few entries to say: at least 14 days with a score are needed.");
    assert_eq!((&trend["details"]["scored_days"], &trend["change"]), (&json!(13), &Value::Null));
    assert!(trend["slope"]["per_week"].as_f64().unwrap() < -4.0, "{trend}");
}

async fn without_scores_there_is_nothing_to_compute(app: &TestApp) {
    let user = app.register().await;
    for scores in [&[][..], &[4]] {
        keep_diary(&user, "neck", scores).await;
        let trend = trend(&user, "").await;
        let none = [&trend["slope"], &trend["change"], &trend["details"]];
        assert_eq!(none, [&Value::Null; 3], "{trend}");
        assert_eq!(trend["verdict"], "insufficient_data", "{scores:?}");
    }
}

async fn more_than_three_years_are_cut_and_said_to_be(app: &TestApp) {
    let user = app.register().await;
    // 1,096 days of 2 after 14 of 9, which the statistics do not look at any more; the baseline does.
    let scores: Vec<u8> = [[9; 14].as_slice(), &[2; 1096]].concat();
    keep_diary(&user, "neck", &scores).await;
    let trend = trend(&user, "&from=2023-11-10").await;
    assert_eq!(trend["details"]["window"], json!({"from": "2023-11-24", "to": AS_OF, "cut": true}));
    assert_eq!((&trend["details"]["scored_days"], &trend["details"]["p"]), (&json!(1096), &json!(1.0)), "{trend}");
    assert_eq!((&trend["verdict"], &trend["change"]["absolute"]), (&json!("no_clear_change"), &json!(-7.0)));
}
