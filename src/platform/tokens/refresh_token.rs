use std::io;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use uuid::Uuid;

use super::KeyFile;
use crate::platform::ids::{DeviceId, UserId};
use crate::platform::time::Timestamp;

/// A session ends when it was not refreshed for this long.
const IDLE_TIMEOUT: Duration = Duration::days(60);

/// A session ends this long after signing in, however often it is refreshed.
const MAX_SESSION_AGE: Duration = Duration::days(365);

/// How long after the first use of a new token its predecessor is still accepted, for concurrent calls.
const GRACE_PERIOD: Duration = Duration::seconds(10);

const PREFIX: &str = "bdr_";
const PAYLOAD: usize = 16 + 16 + 4;
const LENGTH: usize = PAYLOAD + 32;

/// A refresh token whose MAC is right. Whether it still counts, the session's state decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presented {
    /// Whose it is.
    pub user: UserId,
    /// The session it belongs to.
    pub device: DeviceId,
    /// Its generation in that session.
    pub generation: i32,
}

/// The state of a session's refresh tokens in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionState {
    /// The current generation.
    pub generation: i32,
    /// When it became current.
    pub rotated_at: Timestamp,
    /// When the current generation was first used: an access token that came with it was shown.
    pub generation_used_at: Option<Timestamp>,
    /// When the person signed in.
    pub signed_in_at: Timestamp,
    /// Whether the session was ended.
    pub revoked: bool,
}

/// The decision on a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The next generation becomes current and is given out.
    Advance,
    /// The current generation is given out again: its answer was lost, or calls were concurrent.
    GiveAgain,
    /// A token that was replaced and whose successor is in use has come back: somebody holds a copy. End the session.
    Revoke,
    /// The session has ended already.
    Refuse,
}

/// Makes and checks refresh tokens: session and generation under a MAC whose key is derived from a secret outside the database.
/// A token can be computed again from the session's state, so a lost answer can be repeated and none is ever stored.
pub struct RefreshTokens {
    root: hmac::Key,
}

impl RefreshTokens {
    /// Tokens under the secret of the file.
    ///
    /// # Errors
    /// When the secret can't be read.
    pub fn new(keys: &KeyFile) -> io::Result<Self> {
        Ok(Self { root: hmac::Key::new(HMAC_SHA256, &keys.refresh_secret()?) })
    }

    /// The token of a session's generation.
    #[must_use]
    pub fn token(&self, user: UserId, device: DeviceId, generation: i32) -> String {
        let payload = payload(user, device, generation);
        let mut bytes = [0; LENGTH];
        bytes[..PAYLOAD].copy_from_slice(&payload);
        bytes[PAYLOAD..].copy_from_slice(hmac::sign(&self.session_key(device), &payload).as_ref());
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The contents of a token, when its MAC is ours.
    #[must_use]
    pub fn read(&self, token: &str) -> Option<Presented> {
        let encoded = token.strip_prefix(PREFIX).filter(|encoded| encoded.len() <= 2 * LENGTH)?;
        let bytes = URL_SAFE_NO_PAD.decode(encoded).ok().filter(|bytes| bytes.len() == LENGTH)?;
        let (payload, mac) = bytes.split_at(PAYLOAD);
        let presented = Presented {
            user: UserId(Uuid::from_slice(payload.get(..16)?).ok()?),
            device: DeviceId(Uuid::from_slice(payload.get(16..32)?).ok()?),
            generation: i32::from_be_bytes(payload.get(32..)?.try_into().ok()?),
        };
        let expected = hmac::sign(&self.session_key(presented.device), payload);
        verify_slices_are_equal(expected.as_ref(), mac).ok().map(|()| presented)
    }

    /// A keyed digest of a secret: it shows whether the secret is the same, and is useless with the database alone.
    #[must_use]
    pub fn fingerprint(&self, secret: &[u8]) -> Vec<u8> {
        let key = hmac::Key::new(HMAC_SHA256, hmac::sign(&self.root, b"fingerprint").as_ref());
        hmac::sign(&key, secret).as_ref().to_vec()
    }

    fn session_key(&self, device: DeviceId) -> hmac::Key {
        hmac::Key::new(HMAC_SHA256, hmac::sign(&self.root, device.0.as_bytes()).as_ref())
    }
}

impl SessionState {
    /// The earliest renewal and the earliest sign-in of sessions that are not over at `now`.
    #[must_use]
    pub fn earliest(now: Timestamp) -> (Timestamp, Timestamp) {
        (now.plus(-IDLE_TIMEOUT), now.plus(-MAX_SESSION_AGE))
    }

    /// Decides a refresh with a token of `generation` at `now`.
    #[must_use]
    pub fn decide(&self, generation: i32, now: Timestamp) -> Decision {
        let (renewed, signed_in) = Self::earliest(now);
        let over = self.rotated_at < renewed || self.signed_in_at < signed_in;
        if self.revoked || over || generation > self.generation {
            return Decision::Refuse;
        }
        if generation == self.generation {
            return Decision::Advance;
        }
        let crossed = self.generation_used_at.is_none_or(|used| now.since(used) <= GRACE_PERIOD);
        if generation == self.generation - 1 && crossed { Decision::GiveAgain } else { Decision::Revoke }
    }
}

fn payload(user: UserId, device: DeviceId, generation: i32) -> [u8; PAYLOAD] {
    let mut payload = [0; PAYLOAD];
    payload[..16].copy_from_slice(user.0.as_bytes());
    payload[16..32].copy_from_slice(device.0.as_bytes());
    payload[32..].copy_from_slice(&generation.to_be_bytes());
    payload
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_790_000_000_000 + seconds * 1000).unwrap()
    }

    fn state(generation: i32, used: Option<i64>) -> SessionState {
        SessionState {
            generation,
            rotated_at: at(0),
            generation_used_at: used.map(at),
            signed_in_at: at(-1000),
            revoked: false,
        }
    }

    #[test]
    fn the_current_token_advances_until_the_session_is_idle_or_old() {
        let session = state(5, Some(1));
        assert_eq!(session.decide(5, at(60 * 86_400)), Decision::Advance);
        assert_eq!(session.decide(5, at(60 * 86_400 + 1)), Decision::Refuse);
        let old = SessionState { signed_in_at: at(-365 * 86_400), ..session };
        assert_eq!(old.decide(5, at(1)), Decision::Refuse);
        assert_eq!(SessionState { revoked: true, ..session }.decide(5, at(1)), Decision::Refuse);
    }

    #[test]
    fn a_lost_answer_can_be_asked_for_days_later() {
        assert_eq!(state(5, None).decide(4, at(20 * 86_400)), Decision::GiveAgain);
    }

    #[test]
    fn a_replaced_token_is_answered_for_ten_seconds_after_its_successor_was_used_then_ends_the_session() {
        assert_eq!(state(5, Some(100)).decide(4, at(110)), Decision::GiveAgain);
        assert_eq!(state(5, Some(100)).decide(4, at(111)), Decision::Revoke);
        assert_eq!(state(5, None).decide(3, at(1)), Decision::Revoke);
    }

    #[test]
    fn a_generation_that_was_never_given_out_is_refused() {
        assert_eq!(state(5, None).decide(6, at(1)), Decision::Refuse);
    }
}
