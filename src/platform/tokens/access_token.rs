use std::collections::HashMap;
use std::io;
use std::sync::{PoisonError, RwLock};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::KeyFile;
use crate::platform::ids::{DeviceId, UserId};
use crate::platform::time::Timestamp;

/// Life of an access token, in seconds.
const TTL: i64 = 600;

/// How far clocks may differ, in seconds.
const LEEWAY: i64 = 5;

/// The header's type (RFC 9068).
const TYPE: &str = "at+jwt";

/// The only audience.
const AUDIENCE: &str = "birddog-api";

/// Longer tokens are refused without being parsed, in bytes; ours have about 500.
const MAX_TOKEN_BYTES: usize = 2048;

/// Size of the cache of verified tokens, at about 100 bytes each. Verifying a signature costs more than the rest of a small
/// request.
const MAX_CACHED_TOKENS: usize = 20_000;

/// Who an access token speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claims {
    /// The user (`sub`).
    pub user: UserId,
    /// The device, and so the session (`sid`).
    pub device: DeviceId,
    /// The generation of the refresh token that came with it; the first part of `jti`.
    pub generation: i32,
    /// When the person last proved who they are, in seconds (`auth_time`).
    pub auth_time: i64,
    not_before: i64,
    expires: i64,
}

impl Claims {
    /// Whether the token is in force at `now`, clocks being a little off.
    #[must_use]
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        let now = now.unix_seconds();
        self.not_before <= now + LEEWAY && now - LEEWAY < self.expires
    }
}

#[derive(Serialize, Deserialize)]
struct Wire {
    iss: String,
    aud: String,
    sub: UserId,
    sid: DeviceId,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: String,
    auth_time: i64,
    amr: Vec<String>,
}

/// Issues and verifies access tokens: ES256, ten minutes, no roles and nothing about the person.
pub struct AccessTokens {
    issuer: String,
    signing_kid: String,
    signing: EncodingKey,
    verifying: HashMap<String, DecodingKey>,
    jwks: Value,
    validation: Validation,
    verified: RwLock<HashMap<[u8; 32], Claims>>,
}

impl AccessTokens {
    /// Tokens of `issuer` under the keys of the file.
    ///
    /// # Errors
    /// When a key can't be read.
    pub fn new(keys: &KeyFile, issuer: String) -> io::Result<Self> {
        let last = keys.signing.last().ok_or_else(|| io::Error::other("the key file has no signing key"))?;
        let signing = EncodingKey::from_ec_der(&last.pkcs8()?);
        let mut verifying = HashMap::new();
        let mut jwks = Vec::new();
        for key in &keys.signing {
            let pair =
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &key.pkcs8()?).map_err(io::Error::other)?;
            let (x, y) = coordinates(pair.public_key().as_ref()).ok_or_else(|| io::Error::other("not a P-256 key"))?;
            verifying.insert(key.kid.clone(), DecodingKey::from_ec_components(&x, &y).map_err(io::Error::other)?);
            jwks.push(
                json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": key.kid, "x": x, "y": y}),
            );
        }
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        validation.set_issuer(&[&issuer]);
        validation.set_audience(&[AUDIENCE]);
        // The times are checked against Birddog's own clock, for cached tokens too.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Ok(Self {
            issuer,
            signing_kid: last.kid.clone(),
            signing,
            verifying,
            jwks: json!({ "keys": jwks }),
            validation,
            verified: RwLock::default(),
        })
    }

    /// Life of a new token, in seconds.
    #[must_use]
    pub fn expires_in(&self) -> i64 {
        TTL
    }

    /// The public keys (RFC 7517).
    #[must_use]
    pub fn jwks(&self) -> &Value {
        &self.jwks
    }

    /// A token for a session that was proved at `auth_time` and is at `generation`.
    ///
    /// # Errors
    /// When signing fails.
    pub fn issue(
        &self,
        user: UserId,
        device: DeviceId,
        generation: i32,
        auth_time: Timestamp,
        now: Timestamp,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let iat = now.unix_seconds();
        let claims = Wire {
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            sub: user,
            sid: device,
            iat,
            nbf: iat,
            exp: iat + TTL,
            jti: format!("{generation}.{}", Uuid::new_v4().simple()),
            auth_time: auth_time.unix_seconds(),
            amr: vec!["pwd".to_owned()],
        };
        let header =
            Header { typ: Some(TYPE.to_owned()), kid: Some(self.signing_kid.clone()), ..Header::new(Algorithm::ES256) };
        encode(&header, &claims, &self.signing)
    }

    /// The claims of a token that is ours and in force at `now`; nothing for any other, whatever is wrong with it.
    #[must_use]
    pub fn verify(&self, token: &str, now: Timestamp) -> Option<Claims> {
        if token.len() > MAX_TOKEN_BYTES {
            return None;
        }
        let mut key = [0; 32];
        key.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        let known = self.verified.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        let claims = if let Some(claims) = known {
            claims
        } else {
            let claims = self.verify_signature(token)?;
            let mut verified = self.verified.write().unwrap_or_else(PoisonError::into_inner);
            if verified.len() >= MAX_CACHED_TOKENS {
                verified.clear();
            }
            verified.insert(key, claims);
            claims
        };
        claims.is_in_force(now).then_some(claims)
    }

    fn verify_signature(&self, token: &str) -> Option<Claims> {
        let header = decode_header(token).ok()?;
        // Only plain tokens as issued here: nothing that points to keys elsewhere or asks for an extension.
        let plain = header.typ.as_deref() == Some(TYPE)
            && header.alg == Algorithm::ES256
            && header.crit.is_none()
            && header.jku.is_none()
            && header.jwk.is_none()
            && header.x5u.is_none();
        let key = self.verifying.get(header.kid.as_ref()?)?;
        let wire = decode::<Wire>(token, key, &self.validation).ok().filter(|_| plain)?.claims;
        let in_order = wire.iat <= wire.exp && wire.exp.saturating_sub(wire.iat) <= TTL && wire.nbf >= wire.iat;
        let generation = wire.jti.split_once('.')?.0.parse().ok()?;
        in_order.then_some(Claims {
            user: wire.sub,
            device: wire.sid,
            generation,
            auth_time: wire.auth_time,
            not_before: wire.nbf,
            expires: wire.exp,
        })
    }
}

/// The coordinates of an uncompressed P-256 point, in base64url.
fn coordinates(point: &[u8]) -> Option<(String, String)> {
    match point {
        [4, xy @ ..] if xy.len() == 64 => Some((URL_SAFE_NO_PAD.encode(&xy[..32]), URL_SAFE_NO_PAD.encode(&xy[32..]))),
        _ => None,
    }
}
