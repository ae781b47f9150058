//! What a request takes when the database holds little, and when it holds ten million records.

use std::time::Instant;

use birddog::platform::db::{AnyConnection, Durability, connect};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use serde_json::{Value, json};
use uuid::Uuid;

use super::coach::{post, records_of};
use super::seed::{PASSWORD, Person, block_on, register_as};
use super::service::Service;
use super::wrk::{Load, Outcome};

/// How many people there are at each measurement, with 1,000 records each.
const PEOPLE: [usize; 2] = [10, 10_000];

/// Days with a pain score, four of five with a session too, that make 1,000 records.
const DAYS: i64 = 556;

/// How many of the people make requests.
const ASKING: usize = 10;

/// How many people are added in a transaction.
const BATCH: usize = 200;

/// How long each load runs.
const SECONDS: u64 = 4;

/// The tables of a person's data.
const TABLES: [&str; 4] = ["devices", "records", "training_days", "pain_days"];

/// Measures all of it and prints rows.
pub fn measure(service: &mut Service, print: &dyn Fn(&str, usize, &Outcome)) {
    let email = block_on(plant(service));
    let mut people = 1;
    let mut emails = vec![email.clone()];
    for wanted in PEOPLE {
        let began = Instant::now();
        service.stop();
        let mut connection = connect(&service.location(), Durability::Normal).expect("the database opens");
        let ids = ids(wanted - people);
        for batch in ids.chunks(BATCH) {
            clone_person(&mut connection, &email, batch);
        }
        analyze(&mut connection);
        drop(connection);
        service.restart();
        println!("{} people more in {:.0} s", ids.len(), began.elapsed().as_secs_f64());
        emails.extend(ids.iter().step_by(ids.len().div_ceil(ASKING).max(1)).map(|id| address(*id)));
        people = wanted;
        let asking = emails.split_off(emails.len().saturating_sub(ASKING));
        let asking: Vec<Person> = asking.iter().map(|email| block_on(sign_in(service, email))).collect();
        let size = format!("of {people} x 1,000");
        // The pages that requests need are read once before anything is measured.
        Load::get_as("/v1/sessions?limit=30", &asking).run(service, 16, 1);
        for (name, path) in [
            ("page of 30", "/v1/sessions?limit=30"),
            ("streak", "/v1/streak"),
            ("today", "/v1/today"),
            ("pain trend", "/v1/trends/pain"),
            ("sync, first page", "/v1/sync"),
        ] {
            print(&format!("{name} {size}"), 1, &Load::get_as(path, &asking).run(service, 1, SECONDS));
        }
        print(&format!("write a session {size}"), 1, &Load::writes(&asking).run(service, 1, SECONDS));
    }
}

/// Somebody with 1,000 records; their address.
async fn plant(service: &Service) -> String {
    let http = reqwest::Client::new();
    let email = address(Uuid::new_v4());
    let person = register_as(&http, &service.base, &email).await;
    let ops: Vec<_> = (0..DAYS).flat_map(|day| records_of(day, 0)).collect();
    for batch in ops.chunks(500) {
        let answer = post(&http, service, &person, "/v1/sync", &json!({"ops": batch})).await;
        assert!(answer["results"].as_array().expect("results").iter().all(|one| one["status"] == "applied"));
    }
    email
}

fn address(id: Uuid) -> String {
    format!("{id}@example.org")
}

/// Ids in ascending order, so that the tables grow at their end.
fn ids(count: usize) -> Vec<Uuid> {
    (0..count).map(|_| Uuid::now_v7()).collect()
}

async fn sign_in(service: &Service, email: &str) -> Person {
    let body = json!({"email": email, "password": PASSWORD});
    let request = reqwest::Client::new().post(format!("{}/v1/auth/login", service.base)).json(&body);
    let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    Person { token: answer["access_token"].as_str().expect("a token").to_owned() }
}

/// Gives all that the person with this address has to new people, by SQL: over HTTP, ten million records take hours.
fn clone_person(connection: &mut AnyConnection, email: &str, ids: &[Uuid]) {
    let is_sqlite = matches!(connection, AnyConnection::Sqlite(_));
    run(connection, "BEGIN");
    run(
        connection,
        "CREATE TEMPORARY TABLE IF NOT EXISTS clones AS SELECT id AS clone, email AS address FROM users WHERE 1 = 0",
    );
    run(connection, "DELETE FROM clones");
    let values: Vec<_> = ids
        .iter()
        .map(|id| {
            let email = address(*id);
            if is_sqlite { format!("(X'{}', '{email}')", id.simple()) } else { format!("('{id}', '{email}')") }
        })
        .collect();
    run(connection, &format!("INSERT INTO clones VALUES {}", values.join(", ")));
    let others = columns(connection, "users", &["id", "email"]);
    run(
        connection,
        &format!(
            "INSERT INTO users (id, email, {others}) SELECT clone, address, {others} FROM clones, users \
             WHERE email = '{email}' ORDER BY clone"
        ),
    );
    for table in TABLES {
        let others = columns(connection, table, &["user_id"]);
        run(
            connection,
            &format!(
                "INSERT INTO {table} (user_id, {others}) SELECT clone, {others} FROM clones, {table} \
                 WHERE user_id = (SELECT users.id FROM users WHERE email = '{email}') ORDER BY clone"
            ),
        );
    }
    run(connection, "COMMIT");
}

/// The columns of a table but for these, as in a SELECT.
fn columns(connection: &mut AnyConnection, table: &str, without: &[&str]) -> String {
    #[derive(QueryableByName)]
    struct Column {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let query = match connection {
        AnyConnection::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}')"),
        AnyConnection::Postgres(_) => format!(
            "SELECT column_name::text AS name FROM information_schema.columns \
             WHERE table_name = '{table}' AND table_schema = current_schema()"
        ),
    };
    let columns: Vec<Column> = sql_query(query).load(connection).expect("the columns of a table");
    let names = columns.into_iter().map(|column| column.name).filter(|name| !without.contains(&name.as_str()));
    names.collect::<Vec<_>>().join(", ")
}

/// What the engine does by itself in the days that it takes people to record so much.
fn analyze(connection: &mut AnyConnection) {
    match connection {
        AnyConnection::Sqlite(_) => run(connection, "PRAGMA wal_checkpoint(TRUNCATE)"),
        AnyConnection::Postgres(_) => run(connection, "VACUUM (ANALYZE)"),
    }
}

fn run(connection: &mut AnyConnection, sql: &str) {
    sql_query(sql).execute(connection).unwrap_or_else(|error| panic!("{error}: {sql:.200}"));
}
