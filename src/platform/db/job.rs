use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use super::{AnyConnection, DbError};

/// The error type of database work. It can wrap a [`DbError`].
pub trait Retryable: From<DbError> + Send + 'static {
    /// Whether running the same work again may succeed at once (a deadlock or serialization failure).
    fn should_retry(&self) -> bool;
}

impl Retryable for DbError {
    fn should_retry(&self) -> bool {
        matches!(self, Self::Conflict(_))
    }
}

/// How a piece of work ended, as far as its transaction is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Commit it.
    Commit,
    /// Roll it back.
    Rollback,
    /// Roll it back and run it again.
    Retry,
}

/// Database work with a caller that waits for its result.
pub(super) trait Job: Send {
    /// Does the work, keeping its result.
    fn run(&mut self, connection: &mut AnyConnection) -> Outcome;
    /// Sends the result to the caller; when `ended` is an error, that in place of a success.
    fn answer(self: Box<Self>, ended: Result<(), DbError>);
}

struct Call<F, T, E> {
    work: F,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

/// A job made of a closure, and the receiver of its result.
pub(super) fn job<F, T, E>(work: F) -> (Box<dyn Job>, oneshot::Receiver<Result<T, E>>)
where
    F: FnMut(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: Retryable,
{
    let (reply, result) = oneshot::channel();
    (Box::new(Call { work, result: None, reply }), result)
}

impl<F, T, E> Job for Call<F, T, E>
where
    F: FnMut(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: Retryable,
{
    fn run(&mut self, connection: &mut AnyConnection) -> Outcome {
        // A panic must cost its own request, not the thread that all writes go through.
        let result = catch_unwind(AssertUnwindSafe(|| (self.work)(connection)))
            .unwrap_or_else(|_| Err(DbError::Broken("the work panicked".to_owned()).into()));
        let outcome = match &result {
            Ok(_) => Outcome::Commit,
            Err(error) if error.should_retry() => Outcome::Retry,
            Err(_) => Outcome::Rollback,
        };
        self.result = Some(result);
        outcome
    }

    fn answer(self: Box<Self>, ended: Result<(), DbError>) {
        let result = match (ended, self.result) {
            (Err(error), None | Some(Ok(_))) => Err(error.into()),
            (_, Some(result)) => result,
            (Ok(()), None) => Err(DbError::Broken("the work was never run".to_owned()).into()),
        };
        // Sending fails when the client has disconnected; the work is committed all the same.
        let _ = self.reply.send(result);
    }
}
