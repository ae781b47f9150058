//! An address has one account also where no unique key says so, as on Citus.

use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Calls, Engine, PASSWORD, TestApp, run};

#[test]
fn an_address_has_one_account_without_a_unique_key() {
    run(Engine::Postgres, one_of_many_gets_it);
}

async fn one_of_many_gets_it(app: &TestApp) {
    let connection = &mut app.connect();
    diesel::sql_query("ALTER TABLE users DROP CONSTRAINT users_email_key").execute(connection).unwrap();
    let body = json!({"email": "maria@example.org", "password": PASSWORD, "display_name": "Maria", "time_zone": "UTC"});
    let replies = join_all((0..12).map(|_| async { app.post("/v1/auth/register", &body).await })).await;
    let (made, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 201);
    assert_eq!(made.len(), 1);
    for reply in refused {
        reply.is_problem(409, "email_taken");
    }
    app.post("/v1/auth/register", &body).await.is_problem(409, "email_taken");
}
