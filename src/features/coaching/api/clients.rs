use actix_web::get;
use actix_web::web::Data;
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::ToSchema;

use crate::core::RULESET;
use crate::core::access::{Caller, Client, DataAccess, Person, Scope};
use crate::core::tx::Tx;
use crate::features::coaching::triage::cache::Cache;
use crate::features::coaching::triage::row::Triage;
use crate::features::coaching::triage::{self, Sight};
use crate::platform::http::{Answer, Conditions, Params, Problem};

/// A coach's clients.
#[derive(Serialize, ToSchema)]
pub struct Clients {
    /// The most in need first.
    items: Vec<ClientLine>,
}

/// A client and how they do.
#[derive(Serialize, ToSchema)]
pub struct ClientLine {
    /// Who.
    client: Person,
    /// What they share.
    scopes: Vec<Scope>,
    #[serde(flatten)]
    triage: Triage,
}

/// My clients
///
/// Everybody who shares with me, the most in need first (rules §14), with what speaks for a look at them. What a client does
/// not share is null, and nothing is said of it. Red flags are never in it: they are between the person and a doctor. Each
/// look at the list stands in the log of each client.
#[utoipa::path(tag = "clients", operation_id = "list_clients", security(("bearer" = [])), responses(
    (status = 200, description = "The clients", body = Clients),
    (status = 304, description = "Not modified"),
))]
#[get("/clients")]
pub async fn list(
    access: Data<DataAccess>,
    lines: Data<Cache>,
    caller: Caller,
    _: Params<()>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let lines = lines.into_inner();
    let work = move |tx: &mut Tx<'_>, clients: &[Client]| {
        let etag = etag(clients);
        if conditions.is_fresh(&etag) {
            return Ok(Answer::not_modified(etag));
        }
        let sought: Vec<_> = clients.iter().map(sought).collect();
        let triaged = triage::rows(tx, &sought, &lines)?;
        let line = |(user, line): (_, std::sync::Arc<Triage>)| {
            let place = clients.binary_search_by_key(&user, |client| client.owner.user).ok()?;
            let Client { person, scopes, .. } = clients.get(place)?;
            Some(ClientLine { client: person.clone(), scopes: scopes.iter().collect(), triage: (*line).clone() })
        };
        let items = triaged.into_iter().filter_map(line).collect();
        Ok(Answer::json(&Clients { items })?.with_etag(etag))
    };
    access.answer_round(caller, "GET /v1/clients", work).await
}

fn sought(client: &Client) -> triage::Client {
    let has = |scope| client.scopes.has(scope);
    let sight =
        Sight { sessions: has(Scope::Sessions), pain: has(Scope::Pain), appointments: has(Scope::Appointments) };
    triage::Client { owner: client.owner, sight }
}

/// What the list depends on: who is on it, what they share, their records and their today.
fn etag(clients: &[Client]) -> String {
    let mut seen = digest::Context::new(&digest::SHA256);
    for client in clients {
        let day = client.owner.today(None);
        seen.update(format!("{} {} {} {day}\n", client.owner.user, client.owner.rev, client.scopes.bits()).as_bytes());
    }
    let seen = URL_SAFE_NO_PAD.encode(seen.finish());
    format!("\"{seen}.{RULESET}.{}\"", env!("CARGO_PKG_VERSION"))
}
