use chrono::{Days, NaiveDate};

use crate::support::{Calls, User};

/// The day that the diaries end on.
pub const AS_OF: &str = "2026-11-23";

/// Stores a score for each of the last days, oldest first.
pub async fn keep_diary(user: &User<'_>, region: &str, scores: &[u8]) {
    let today: NaiveDate = AS_OF.parse().unwrap();
    let lines = (0..).zip(scores.iter().rev());
    let lines = lines.map(|(days_ago, score)| format!("\n{} 08:00,{score}", today - Days::new(days_ago)));
    let file = format!("date,score{}", lines.collect::<String>());
    let path = format!("/v1/me/import?format=pain-csv&map=date=date,score=score,region={region}");
    let report = user.call("POST", &path).bytes(file).header("Content-Type", "text/csv").await.is(200).json();
    assert_eq!(report["summary"]["pain_scores"], scores.len(), "{report}");
}
