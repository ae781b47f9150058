//! Notifies the subscribers of somebody's data of its changes, on this node and on others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::watch;

use crate::platform::db::{DbError, Location, NodeListener, Notification};
use crate::platform::ids::UserId;

/// How many may be subscribed to one person's changes. Each costs a connection and memory.
const MAX_PER_PERSON: usize = 20;

/// Who is subscribed to whose changes.
///
/// A notification has no content: subscribers read the feed. It may come without a change, and on other nodes it may
/// seldom be lost, so that subscribers also poll from time to time.
#[derive(Default)]
pub struct Notifier {
    /// None once the service stops.
    subscribers: Mutex<Option<HashMap<UserId, watch::Sender<()>>>>,
    other_nodes: OnceLock<NodeListener>,
}

/// A subscription to one person's changes. Dropping it ends it.
pub struct Subscription {
    notifier: Arc<Notifier>,
    user: UserId,
    notified: watch::Receiver<()>,
}

/// Too many are subscribed to this person's changes already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

impl Notifier {
    /// A notifier without subscribers.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self { subscribers: Mutex::new(Some(HashMap::new())), other_nodes: OnceLock::new() })
    }

    /// Also notifies the other nodes that serve the database, and is notified by them.
    ///
    /// # Errors
    /// When a thread can't be started.
    pub fn join_other_nodes(self: &Arc<Self>, location: &Location) -> Result<(), DbError> {
        let notifier = Arc::downgrade(self);
        let listener = NodeListener::join(location, move |notification| {
            let Some(notifier) = notifier.upgrade() else { return };
            match notification {
                Notification::User(user) => notifier.notify_here(UserId(user)),
                Notification::Anybody => notifier.notify_everybody_here(),
            }
        })?;
        if let Some(listener) = listener {
            let _ = self.other_nodes.set(listener);
        }
        Ok(())
    }

    /// Subscribes to changes of `user`'s data from now on.
    ///
    /// # Errors
    /// When too many do already.
    pub fn subscribe(self: &Arc<Self>, user: UserId) -> Result<Subscription, TooMany> {
        let mut subscribers = self.subscribers.lock().unwrap_or_else(PoisonError::into_inner);
        let notified = match subscribers.as_mut() {
            Some(all) => {
                let sender = all.entry(user).or_insert_with(|| watch::Sender::new(()));
                if sender.receiver_count() >= MAX_PER_PERSON {
                    return Err(TooMany);
                }
                sender.subscribe()
            }
            // The service is stopping: a subscription without a sender ends at once.
            None => watch::Sender::new(()).subscribe(),
        };
        Ok(Subscription { notifier: Arc::clone(self), user, notified })
    }

    /// Notifies the subscribers of `user`'s changes. To be called after the commit.
    pub fn notify(&self, user: UserId) {
        self.notify_here(user);
        if let Some(nodes) = self.other_nodes.get() {
            nodes.notify(user.0);
        }
    }

    /// Ends all subscriptions, now and later: the service stops.
    pub fn stop(&self) {
        self.subscribers.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn notify_here(&self, user: UserId) {
        let subscribers = self.subscribers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = subscribers.as_ref().and_then(|all| all.get(&user)) {
            sender.send_replace(());
        }
    }

    fn notify_everybody_here(&self) {
        let subscribers = self.subscribers.lock().unwrap_or_else(PoisonError::into_inner);
        subscribers.iter().flat_map(HashMap::values).for_each(|sender| {
            sender.send_replace(());
        });
    }
}

impl Subscription {
    /// Returns when there may be something new since the last call; false when the service stops.
    pub async fn notified(&mut self) -> bool {
        self.notified.changed().await.is_ok()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut subscribers = self.notifier.subscribers.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(all) = subscribers.as_mut() else { return };
        // The subscription that is being dropped is still counted.
        if all.get(&self.user).is_some_and(|sender| sender.receiver_count() <= 1) {
            all.remove(&self.user);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::platform::time::Timestamp;

    fn somebody() -> UserId {
        UserId::new(Timestamp::from_millis(0).unwrap())
    }

    #[test]
    fn only_those_who_wait_for_the_person_are_woken_and_no_wake_is_lost() {
        let (notifier, maria, tom) = (Notifier::new(), somebody(), somebody());
        let (mut first, mut second) = (notifier.subscribe(maria).unwrap(), notifier.subscribe(maria).unwrap());
        let mut other = notifier.subscribe(tom).unwrap();
        notifier.notify(maria);
        notifier.notify(maria);
        assert_eq!(first.notified().now_or_never(), Some(true));
        assert_eq!(first.notified().now_or_never(), None);
        assert_eq!(second.notified().now_or_never(), Some(true));
        assert_eq!(other.notified().now_or_never(), None);
    }

    #[test]
    fn nothing_is_kept_of_those_who_have_gone() {
        let (notifier, maria) = (Notifier::new(), somebody());
        let waits: Vec<_> = (0..MAX_PER_PERSON).map(|_| notifier.subscribe(maria).unwrap()).collect();
        assert_eq!(notifier.subscribe(maria).err(), Some(TooMany));
        drop(waits);
        assert!(notifier.subscribers.lock().unwrap().as_ref().unwrap().is_empty());
        assert!(notifier.subscribe(maria).is_ok());
    }

    #[test]
    fn a_stop_ends_all_waits_and_lets_no_new_one_begin() {
        let (notifier, maria) = (Notifier::new(), somebody());
        let mut early = notifier.subscribe(maria).unwrap();
        notifier.stop();
        let mut late = notifier.subscribe(maria).unwrap();
        assert_eq!((early.notified().now_or_never(), late.notified().now_or_never()), (Some(false), Some(false)));
    }
}
