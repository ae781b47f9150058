//! Wakes those who wait for changes of somebody's data, on this node and on others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::watch;

use crate::platform::db::{DbError, Location, Relay, Word};
use crate::platform::ids::UserId;

/// How many may wait for one person's changes. Each costs a connection and memory.
const MOST_OF_ONE: usize = 20;

/// Who waits for whose changes.
///
/// A wake says only that it is worth looking. It may come for nothing, and on other nodes it may, seldom, not come at
/// all, so that those who wait also look from time to time.
#[derive(Default)]
pub struct Wakes {
    /// Nothing any more once the service stops.
    waiting: Mutex<Option<HashMap<UserId, watch::Sender<()>>>>,
    relay: OnceLock<Relay>,
}

/// Somebody who waits. Dropping it ends the wait.
pub struct Waiting {
    wakes: Arc<Wakes>,
    user: UserId,
    woken: watch::Receiver<()>,
}

/// Too many wait for this person's changes already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

impl Wakes {
    /// Nobody waits yet.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self { waiting: Mutex::new(Some(HashMap::new())), relay: OnceLock::new() })
    }

    /// Also wakes, and is woken by, the other nodes that serve the database.
    ///
    /// # Errors
    /// When a thread can't be started.
    pub fn join_other_nodes(self: &Arc<Self>, location: &Location) -> Result<(), DbError> {
        let wakes = Arc::downgrade(self);
        let relay = Relay::join(location, move |word| {
            let Some(wakes) = wakes.upgrade() else { return };
            match word {
                Word::Of(user) => wakes.wake_here(UserId(user)),
                Word::OfAnybody => wakes.wake_everybody_here(),
            }
        })?;
        if let Some(relay) = relay {
            let _ = self.relay.set(relay);
        }
        Ok(())
    }

    /// Waits for changes of `user`'s data from now on.
    ///
    /// # Errors
    /// When too many do already.
    pub fn wait_for(self: &Arc<Self>, user: UserId) -> Result<Waiting, TooMany> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let woken = match waiting.as_mut() {
            Some(all) => {
                let sender = all.entry(user).or_insert_with(|| watch::Sender::new(()));
                if sender.receiver_count() >= MOST_OF_ONE {
                    return Err(TooMany);
                }
                sender.subscribe()
            }
            // The service stops, and with it the wait.
            None => watch::Sender::new(()).subscribe(),
        };
        Ok(Waiting { wakes: Arc::clone(self), user, woken })
    }

    /// Wakes whoever waits for `user`'s changes. To be called after the commit.
    pub fn wake(&self, user: UserId) {
        self.wake_here(user);
        if let Some(relay) = self.relay.get() {
            relay.tell(user.0);
        }
    }

    /// Ends all waits, now and later: the service stops.
    pub fn stop(&self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn wake_here(&self, user: UserId) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = waiting.as_ref().and_then(|all| all.get(&user)) {
            sender.send_replace(());
        }
    }

    fn wake_everybody_here(&self) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.iter().flat_map(HashMap::values).for_each(|sender| {
            sender.send_replace(());
        });
    }
}

impl Waiting {
    /// Returns when there may be something new since the last call; false when the service stops.
    pub async fn woken(&mut self) -> bool {
        self.woken.changed().await.is_ok()
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut waiting = self.wakes.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(all) = waiting.as_mut() else { return };
        // This one is still counted.
        if all.get(&self.user).is_some_and(|sender| sender.receiver_count() <= 1) {
            all.remove(&self.user);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::platform::time::Instant;

    fn somebody() -> UserId {
        UserId::new(Instant::from_millis(0).unwrap())
    }

    #[test]
    fn only_those_who_wait_for_the_person_are_woken_and_no_wake_is_lost() {
        let (wakes, maria, tom) = (Wakes::new(), somebody(), somebody());
        let (mut first, mut second) = (wakes.wait_for(maria).unwrap(), wakes.wait_for(maria).unwrap());
        let mut other = wakes.wait_for(tom).unwrap();
        wakes.wake(maria);
        wakes.wake(maria);
        assert_eq!(first.woken().now_or_never(), Some(true));
        assert_eq!(first.woken().now_or_never(), None);
        assert_eq!(second.woken().now_or_never(), Some(true));
        assert_eq!(other.woken().now_or_never(), None);
    }

    #[test]
    fn nothing_is_kept_of_those_who_have_gone() {
        let (wakes, maria) = (Wakes::new(), somebody());
        let waits: Vec<_> = (0..MOST_OF_ONE).map(|_| wakes.wait_for(maria).unwrap()).collect();
        assert_eq!(wakes.wait_for(maria).err(), Some(TooMany));
        drop(waits);
        assert!(wakes.waiting.lock().unwrap().as_ref().unwrap().is_empty());
        assert!(wakes.wait_for(maria).is_ok());
    }

    #[test]
    fn a_stop_ends_all_waits_and_lets_no_new_one_begin() {
        let (wakes, maria) = (Wakes::new(), somebody());
        let mut early = wakes.wait_for(maria).unwrap();
        wakes.stop();
        let mut late = wakes.wait_for(maria).unwrap();
        assert_eq!((early.woken().now_or_never(), late.woken().now_or_never()), (Some(false), Some(false)));
    }
}
