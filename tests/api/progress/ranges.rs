use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![
    an_answer_is_as_of_tomorrow_at_most,
    a_range_has_a_greatest_length,
    days_ahead_are_left_out,
    unknown_and_repeated_parameters_are_refused,
];

const PATHS: [&str; 8] = [
    "/v1/today",
    "/v1/streak",
    "/v1/calendar",
    "/v1/strength",
    "/v1/adherence",
    "/v1/trends/pain",
    "/v1/trends/exercise",
    "/v1/trends/questionnaires",
];

async fn an_answer_is_as_of_tomorrow_at_most(app: &TestApp) {
    let user = app.register_in("Asia/Tokyo").await;
    // Half past eleven in the evening in Tokyo.
    app.clock.set("2026-11-23T14:30:00Z");
    for path in PATHS {
        for day in ["2026-11-24", "2026-11-23", "2026-11-22", "1900-01-01"] {
            let answer = user.get(&format!("{path}?as_of={day}")).await.is(200).json();
            assert_eq!(answer["as_of"], day, "{path:?} {day:?}");
        }
        for day in ["2026-11-25", "9999-12-31"] {
            user.get(&format!("{path}?as_of={day}")).await.has_faults(&["?as_of in_the_future"]);
        }
        assert_eq!(user.get(path).await.is(200).json()["as_of"], "2026-11-23", "{path:?}");
        let zone = |name: &str| format!("{path}?time_zone={name}");
        assert_eq!(user.get(&zone("Pacific/Kiritimati")).await.is(200).json()["as_of"], "2026-11-24", "{path:?}");
        assert_eq!(user.get(&zone("America/New_York")).await.is(200).json()["as_of"], "2026-11-23", "{path:?}");
        user.get(&zone("Tokyo")).await.has_faults(&["?time_zone invalid_parameter"]);
        user.get(&format!("{}&as_of=x", zone("y")))
            .await
            .has_faults(&["?as_of invalid_parameter", "?time_zone invalid_parameter"]);
    }
}

async fn a_range_has_a_greatest_length(app: &TestApp) {
    let user = app.register().await;
    for (path, most) in [
        ("/v1/calendar", 400),
        ("/v1/strength", 4000),
        ("/v1/adherence", 4000),
        ("/v1/trends/pain", 4000),
        ("/v1/trends/exercise", 4000),
        ("/v1/trends/questionnaires", 4000),
    ] {
        let to = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let from = |days: u64| to - chrono::Days::new(days - 1);
        user.get(&format!("{path}?from={}&to={to}", from(most))).await.is(200);
        user.get(&format!("{path}?from={}&to={to}", from(most + 1))).await.has_faults(&["?from out_of_range"]);
        user.get(&format!("{path}?from={}", from(most + 1))).await.has_faults(&["?from out_of_range"]);
        user.get(&format!("{path}?from=1900-01-01&to=9999-12-31")).await.has_faults(&["?from out_of_range"]);
        user.get(&format!("{path}?from=2026-11-23&to=2026-11-22")).await.has_faults(&["?from out_of_range"]);
        user.get(&format!("{path}?from={to}&to={to}")).await.is(200);
    }
}

async fn days_ahead_are_left_out(app: &TestApp) {
    let user = app.register().await;
    for path in ["/v1/calendar", "/v1/strength"] {
        let field = if path == "/v1/calendar" { "days" } else { "points" };
        let answer = user.get(&format!("{path}?from=2026-11-22&to=2026-12-24")).await.is(200).json();
        assert_eq!(answer[field].as_array().unwrap().len(), 1, "{answer}");
        let answer = user.get(&format!("{path}?from=2026-11-24&to=2026-12-24")).await.is(200).json();
        assert_eq!(answer[field].as_array().unwrap().len(), 0, "{answer}");
        let answer = user.get(&format!("{path}?from=2026-11-24&to=2026-12-24&as_of=2026-11-24")).await.is(200).json();
        assert_eq!(answer[field].as_array().unwrap().len(), 1, "{answer}");
    }
    for path in ["/v1/adherence", "/v1/trends/pain", "/v1/trends/exercise", "/v1/trends/questionnaires"] {
        user.get(&format!("{path}?from=2026-11-24&to=2026-12-24")).await.is(200);
    }
}

async fn unknown_and_repeated_parameters_are_refused(app: &TestApp) {
    let user = app.register().await;
    for path in PATHS {
        user.get(&format!("{path}?user_id=1")).await.has_faults(&["?user_id unknown_parameter"]);
        let twice = format!("{path}?as_of=2026-11-23&as_of=2026-11-22");
        user.get(&twice).await.has_faults(&["?as_of repeated_parameter"]);
        app.get(path).await.is_problem(401, "unauthenticated");
    }
    for path in ["/v1/trends/pain", "/v1/trends/exercise"] {
        user.get(&format!("{path}?bucket=year")).await.has_faults(&["?bucket invalid_parameter"]);
    }
    user.get("/v1/trends/pain?region=elbow").await.has_faults(&["?region invalid_parameter"]);
}
