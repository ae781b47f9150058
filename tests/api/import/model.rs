//! Any order of imports, edits and deletions, against a model that knows nothing of digests and revs.

use std::collections::BTreeMap;
use std::fmt::Write;

use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::json;

use super::{all, fates, import};
use crate::support::{Calls, Engine, TestApp, hold};

const DAYS: u8 = 4;

/// What happens to somebody's records.
#[derive(Debug, Clone)]
enum Step {
    /// The file has these scores, one for a day or none.
    Import {
        scores: Vec<Option<u8>>,
        file_wins: bool,
        dry: bool,
    },
    Edit {
        day: u8,
        score: u8,
    },
    Delete {
        day: u8,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let scores = proptest::collection::vec(proptest::option::weighted(0.8, 0..3_u8), usize::from(DAYS));
    let step = prop_oneof![
        3 => (scores, prop::bool::weighted(0.3), prop::bool::weighted(0.2))
            .prop_map(|(scores, file_wins, dry)| Step::Import { scores, file_wins, dry }),
        2 => (0..DAYS, 0..4_u8).prop_map(|(day, score)| Step::Edit { day, score }),
        1 => (0..DAYS).prop_map(|day| Step::Delete { day }),
    ];
    proptest::collection::vec(step, 1..12)
}

/// A day as the model sees it: what the file last said that was taken, what the record says, and who spoke last.
#[derive(Debug, Clone, Copy)]
struct Entry {
    said: u8,
    record: Option<u8>,
    touched: bool,
}

/// What an import does to a day; the place among [`fates`].
fn follow(entry: &mut Option<Entry>, score: u8, file_wins: bool) -> usize {
    let fresh = Entry { said: score, record: Some(score), touched: false };
    let Some(known) = *entry else {
        *entry = Some(fresh);
        return 0;
    };
    if known.said == score {
        return 1;
    }
    let fate = match known.record {
        Some(record) if known.touched && record == score => 1,
        Some(_) if known.touched && !file_wins => return 3,
        Some(_) => 2,
        None if !file_wins => return 4,
        None => 0,
    };
    *entry = Some(fresh);
    fate
}

async fn live(app: &TestApp, steps: Vec<Step>) {
    let user = app.register().await;
    let mut days: BTreeMap<u8, Option<Entry>> = (0..DAYS).map(|day| (day, None)).collect();
    for (number, step) in steps.into_iter().enumerate() {
        match step {
            Step::Import { scores, file_wins, dry } => {
                let mut file = "date,pain\n".to_owned();
                let mut expected = [0; 5];
                let mut after = days.clone();
                for (day, score) in scores.iter().enumerate() {
                    let (Some(score), Ok(day)) = (*score, u8::try_from(day)) else { continue };
                    writeln!(file, "2026-11-1{day},{score}").unwrap();
                    expected[follow(after.entry(day).or_default(), score, file_wins)] += 1;
                }
                let wins = if file_wins { "file" } else { "person" };
                let path = format!("/v1/me/import?format=pain-csv&map=source=x&on_conflict={wins}&dry_run={dry}");
                assert_eq!(fates(&import(&user, &path, &file).await), expected, "{file}");
                if !dry {
                    days = after;
                }
            }
            Step::Edit { day, score } => {
                if let Some(Some(Entry { record: Some(record), touched, .. })) = days.get_mut(&day) {
                    *touched |= *record != score;
                    *record = score;
                    let date = format!("2026-11-1{day}");
                    let id = id_on(&user, &date).await;
                    user.patch(&format!("/v1/pain-scores/{id}"), &json!({"score": score})).await.is(200);
                }
            }
            Step::Delete { day } => {
                if let Some(Some(entry @ Entry { record: Some(_), .. })) = days.get_mut(&day) {
                    (entry.record, entry.touched) = (None, true);
                    let id = id_on(&user, &format!("2026-11-1{day}")).await;
                    user.delete(&format!("/v1/pain-scores/{id}")).await.is(204);
                }
            }
        }
        let seen: Vec<_> = all(&user, "pain-scores").await.iter().map(|one| one["score"].as_u64()).collect();
        let expected: Vec<_> =
            days.values().filter_map(|day| day.as_ref()?.record).map(|score| Some(score.into())).collect();
        assert_eq!(seen, expected, "after step {number}");
    }
}

async fn id_on(user: &crate::support::User<'_>, date: &str) -> String {
    let record = all(user, "pain-scores").await.into_iter().find(|one| one["local_date"] == date).unwrap();
    record["id"].as_str().unwrap().to_owned()
}

/// `PROPTEST_CASES` sets another number of runs.
fn imports_and_people_get_along(engine: Engine, runs: u32) {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|number| number.parse().ok()).unwrap_or(runs);
    hold(
        engine,
        Config { cases, max_shrink_iters: 500, failure_persistence: None, ..Config::default() },
        steps(),
        live,
    );
}

#[test]
fn sqlite() {
    imports_and_people_get_along(Engine::Sqlite, 60);
}

#[test]
fn postgres() {
    imports_and_people_get_along(Engine::Postgres, 20);
}
