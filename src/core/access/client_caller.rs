//! What lies between a coach and a client, like their comments: routes below `/v1/clients/{client_id}` that mirror nothing.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use uuid::Uuid;

use super::caller::Caller;
use super::client_routes::{CLIENTS, Subject, detail};
use super::scopes::{Needs, Scopes};
use super::visit::Admission;
use super::{DataAccess, Owner, grants};
use crate::core::tx::Tx;
use crate::platform::http::{Answer, IdempotencyKey, Problem};
use crate::platform::ids::UserId;

/// A coach at a route about one of their clients.
#[derive(Debug, Clone)]
pub struct ClientCaller {
    caller: Caller,
    client: UserId,
    operation: String,
    detail: Option<String>,
}

/// A client of the coach who writes. Other writes of both wait until the transaction ends.
#[derive(Debug, Clone, Copy)]
pub struct SharingClient {
    /// The client.
    pub owner: Owner,
    scopes: Scopes,
}

impl ClientCaller {
    /// The client whom the address names.
    #[must_use]
    pub fn client(&self) -> UserId {
        self.client
    }

    /// Reads the client and, for the log, what is asked.
    fn of(request: &HttpRequest, caller: Caller) -> Option<Self> {
        let segment = request.match_info().get("client_id")?;
        let client = Uuid::try_parse(segment).ok().filter(|_| segment.len() == 36).map(UserId)?;
        let pattern = request.match_pattern()?;
        let below = pattern.strip_prefix(CLIENTS)?.split_once('/')?.1.to_owned();
        let asked = request.uri().path().strip_prefix(CLIENTS)?.split_once('/')?.1;
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        let detail = detail(&format!("/v1/{below}"), &format!("/v1/{asked}{query}"));
        Some(Self { caller, client, operation: format!("{} {pattern}", request.method()), detail })
    }
}

impl FromRequest for ClientCaller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload).into_inner();
        ready(caller.and_then(|caller| Self::of(request, caller).ok_or_else(Problem::not_found)))
    }
}

impl SharingClient {
    /// Refuses what the client does not share.
    ///
    /// # Errors
    /// 403.
    pub fn require(&self, needs: Needs) -> Result<(), Problem> {
        grants::require(self.scopes, needs)
    }
}

impl DataAccess {
    /// Answers a coach about what lies between them and a client; `work` is on the coach's own records. The answer leaves
    /// once the visit stands in the client's log.
    ///
    /// # Errors
    /// 401 when the session has ended, 404 without a share in force, 403 when its scopes do not suffice; those of `work`.
    pub async fn answer_about(
        &self,
        caller: ClientCaller,
        needs: Needs,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Answer, Problem> {
        let ClientCaller { caller, client, operation, detail } = caller;
        let subject = Subject { client, needs, operation, detail };
        let visit = self.visit(caller, subject, move |connection, effects, Admission { coach, .. }| {
            work(&mut Tx::new(connection, effects, coach.owner, coach.actor))
        });
        visit.await
    }

    /// Changes what lies between a coach and a client, in one transaction, under an idempotency key; `work` is on the
    /// coach's own records.
    ///
    /// # Errors
    /// As [`DataAccess::answer_about`] and [`DataAccess::write_shared`]; those of `work`.
    pub async fn write_about(
        &self,
        caller: ClientCaller,
        needs: Needs,
        key: IdempotencyKey,
        body: Vec<u8>,
        mut work: impl FnMut(&mut Tx<'_>, &SharingClient) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Answer, Problem> {
        let ClientCaller { caller, client, .. } = caller;
        let decide = move |tx: &mut Tx<'_>| grants::decide(tx.connection, tx.owner.user, client, needs, tx.owner.now);
        self.write_checked(
            caller,
            key,
            body,
            // An earlier answer is given again to nobody with whom nothing is shared any more.
            move |tx| decide(tx).map(|_| ()),
            move |_| Ok(vec![client]),
            move |tx| {
                let sight = decide(tx)?;
                let owner = tx.load_for_update(client)?.ok_or_else(Problem::not_found)?;
                work(tx, &SharingClient { owner, scopes: sight.scopes })
            },
        )
        .await
    }
}
