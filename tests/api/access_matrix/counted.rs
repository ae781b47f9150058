//! A replica is read when it has somebody's rev, so their rev must count whatever an answer from there shows.

use std::collections::BTreeMap;

use super::cast::{Cast, Coach};
use super::rules::Rule;
use super::{Operation, ruled};
use crate::support::{Calls, Engine, TestApp, User, run};

/// What people read of their own that their rev does not count. The service reads it on the primary.
const NOT_COUNTED: [&str; 4] = ["list_devices", "list_access_log", "show_coach", "list_clients"];

/// Somebody's rev, and all answers that it counts.
async fn answers(cast: &Cast<'_>, user: &User<'_>, reads: &[&Operation]) -> (String, BTreeMap<String, String>) {
    let rev = user.get("/v1/me").await.is(200).etag();
    let mut answers = BTreeMap::new();
    for read in reads {
        let path = cast.path(read, None);
        let reply = read.call(user, &path).await;
        // The text of a failure names the request.
        let text = if reply.status == 200 { reply.text() } else { String::new() };
        answers.insert(path, format!("{} {text}", reply.status));
    }
    (rev, answers)
}

#[test]
fn whatever_changes_an_answer_counts_in_its_readers_rev() {
    run(Engine::Sqlite, every_write_is_counted);
}

async fn every_write_is_counted(app: &TestApp) {
    let cast = Cast::assemble(app).await;
    let ruled = ruled();
    let is_counted = |operation: &Operation| !NOT_COUNTED.contains(&operation.id.as_str()) && operation.id != "events";
    let own = ruled.iter().filter(|(_, rule)| *rule == Rule::Own).map(|(operation, _)| operation);
    let reads: Vec<_> = own.filter(|operation| operation.method == "get" && is_counted(operation)).collect();
    let coach: &Coach<'_> = &cast.coaches[0];
    let readers = [("the client", &cast.client), ("the coach", &coach.user)];
    let mut before = Vec::new();
    for (_, reader) in readers {
        before.push(answers(&cast, reader, &reads).await);
    }
    let mut changed = [0, 0];
    // The client has one device, which they go on with.
    let writes = ruled.iter().filter(|(operation, _)| operation.method != "get" && operation.id != "sign_out_device");
    for (write, rule) in writes {
        let (writer, by) = match rule {
            Rule::Own => (&cast.client, None),
            Rule::OfClient(_) => (&coach.user, Some(coach)),
            Rule::Public | Rule::Ends => continue,
        };
        write.call(writer, &cast.path(write, by)).await;
        for (number, (name, reader)) in readers.into_iter().enumerate() {
            let after = answers(&cast, reader, &reads).await;
            if after.0 != before[number].0 {
                changed[number] += 1;
                before[number] = after;
                continue;
            }
            for (path, answer) in after.1 {
                assert_eq!(answer, before[number].1[&path], "{} changes {path} uncounted for {name}", write.id);
            }
        }
    }
    assert!(changed[0] > 30 && changed[1] > 3, "hardly anything was written: {changed:?}");
}
