//! What lies between a coach and a client, like their comments: routes of its own below `/v1/clients/{client_id}`.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::caller::{Caller, Subject};
use super::client_routes::ClientPath;
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
    path: ClientPath,
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
        self.path.client
    }
}

impl FromRequest for ClientCaller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Caller::verified(request).and_then(|caller| {
            let path = ClientPath::read(request).ok_or_else(Problem::not_found)?;
            Ok(Self { caller, path })
        }))
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
        let ClientCaller { caller, path } = caller;
        let subject = Subject { path, needs };
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
        let (caller, client) = (caller.caller, caller.path.client);
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
