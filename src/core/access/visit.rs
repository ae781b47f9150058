//! The one way in which a person's data is read: by themselves, or by a coach within what they share.

use diesel::prelude::*;
use futures_util::future::join;

use super::caller::{Caller, Subject, Viewer};
use super::session::{Session, note_first_use};
use super::visibility::View;
use super::{Actor, DataAccess, Owner, coach, grants, log};
use crate::core::tx::{Effects, Tx};
use crate::platform::db::AnyConnection;
use crate::platform::db::schema::users;
use crate::platform::http::{Answer, Problem};
use crate::platform::ids::{UserId, VisitId};
use crate::platform::time::Timestamp;

/// A coach's look at a client.
#[derive(Clone)]
struct Visit {
    caller: Caller,
    subject: Subject,
    id: VisitId,
    now: Timestamp,
}

/// A visit that is admitted: who looks, and what they may see.
pub(super) struct Admission {
    pub(super) coach: Session,
    pub(super) sight: grants::Sight,
}

impl Visit {
    /// Whether the coach's session is in force and the client shares what is asked for. Both the read and the log ask.
    fn admission(&self, connection: &mut AnyConnection) -> Result<Admission, Problem> {
        let coach = Session::load(connection, self.caller.0, self.now)?;
        let sight =
            grants::decide(connection, coach.owner.user, self.subject.path.client, self.subject.needs, self.now)?;
        Ok(Admission { coach, sight })
    }

    /// Notes the visit in the client's log, if it is admitted.
    fn log(&self, connection: &mut AnyConnection) -> Result<(), Problem> {
        hold(connection, self.subject.path.client)?;
        let Admission { coach, sight } = self.admission(connection)?;
        let look = log::Look {
            id: self.id,
            at: self.now,
            coach: coach::coach(connection, coach.owner.user)?,
            share_id: sight.share,
            operation: self.subject.path.operation.clone(),
            detail: self.subject.path.detail.clone(),
        };
        log::note(connection, self.subject.path.client, &look)?;
        if coach.is_first_use {
            note_first_use(connection, self.caller.0, self.now)?;
        }
        Ok(())
    }
}

/// Keeps a client's account, and with it their grants, as they are until the transaction ends: whoever ends a share takes
/// its turn before or after. SQLite has one writer anyway.
fn hold(connection: &mut AnyConnection, client: UserId) -> Result<(), Problem> {
    if let AnyConnection::Postgres(postgres) = connection {
        users::table.find(client).select(users::id).for_key_share().first::<UserId>(postgres).optional()?;
    }
    Ok(())
}

impl DataAccess {
    /// Answers a question about the viewer's own data, or about that of a client who shares it with them. A coach gets
    /// the answer without what is withheld, and only once the visit stands in the client's log, be it a 304. Reading and
    /// logging go on at the same time; each decides by itself, and either can refuse.
    ///
    /// # Errors
    /// 401 when the session has ended, 404 without a share in force, 403 when its scopes do not suffice; those of `work`.
    pub async fn answer(
        &self,
        viewer: Viewer,
        work: impl Fn(&mut Tx<'_>) -> Result<View, Problem> + Send + Sync + 'static,
    ) -> Result<Answer, Problem> {
        let Viewer { caller, on } = viewer;
        let Some(subject) = on else {
            return self.read_records(caller, move |tx| work(tx).map(View::into_answer)).await;
        };
        let client = subject.path.client;
        let visit = self.visit(caller, subject, move |connection, effects, Admission { coach, sight }| {
            let owner = Owner::load(connection, client, coach.owner.now)?.ok_or_else(Problem::not_found)?;
            work(&mut Tx::new(connection, effects, owner, Actor::Coach(sight.scopes))).map(View::into_answer)
        });
        visit.await
    }

    /// Lets a coach see something of a client's once it stands in the client's log.
    pub(super) async fn visit<T: Send + 'static>(
        &self,
        caller: Caller,
        subject: Subject,
        mut work: impl FnMut(&mut AnyConnection, &mut Effects, Admission) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (now, client) = (self.clock.now(), subject.path.client);
        let visit = Visit { caller, subject, id: VisitId::new(now), now };
        let logging = visit.clone();
        let read = self.database.read(move |connection| {
            let mut effects = Effects::default();
            let admission = visit.admission(connection)?;
            let result = work(connection, &mut effects, admission)?;
            Ok::<_, Problem>((result, effects))
        });
        let logged = self.database.write_of(client, move |connection| logging.log(connection));
        let (read, logged) = join(read, logged).await;
        // Even a refusal says something of the records: none without a log.
        logged?;
        let (result, effects) = read?;
        self.finish(effects);
        Ok(result)
    }
}
