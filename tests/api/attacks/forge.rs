use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::accounts::Device;
use crate::support::{Calls, TestApp};

/// Makes access tokens out of parts, signed with the service's own key: all that is wrong with one is what a test
/// made wrong.
pub struct Forge<'a> {
    pub device: Device<'a>,
    pub header: Value,
    pub claims: Value,
    pub own_key: EcdsaKeyPair,
}

/// A part of a token.
pub fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of a part.
pub fn decoded(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part).unwrap()
}

/// A key that is not the service's.
pub fn foreign_key() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()
}

/// The token that `key` makes of two texts.
pub fn signed(key: &EcdsaKeyPair, header: &str, claims: &str) -> String {
    let message = format!("{}.{}", encoded(header), encoded(claims));
    let signature = key.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
    format!("{message}.{}", encoded(signature))
}

impl<'a> Forge<'a> {
    /// One for the tokens of a new person.
    pub async fn new(app: &'a TestApp) -> Self {
        let device = Device::register(app, "maria@example.org").await;
        let part =
            |index: usize| serde_json::from_slice(&decoded(device.access.split('.').nth(index).unwrap())).unwrap();
        let (header, claims) = (part(0), part(1));
        let file = std::fs::read(app.place().folder().join("keys.json")).unwrap();
        let file: Value = serde_json::from_slice(&file).unwrap();
        let pkcs8 = STANDARD.decode(file["signing"][0]["pkcs8"].as_str().unwrap()).unwrap();
        let own_key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8).unwrap();
        let forge = Self { device, header, claims, own_key };
        // Without this, a test could pass because no forged token is ever taken.
        forge.is_taken(&forge.with_claims(json!({}))).await;
        forge
    }

    /// The uncompressed point of the service's public key.
    pub fn public_point(&self) -> Vec<u8> {
        self.own_key.public_key().as_ref().to_vec()
    }

    /// A token whose claims are changed by these; null takes one away.
    pub fn with_claims(&self, changes: Value) -> String {
        let mut claims = self.claims.clone();
        json_patch::merge(&mut claims, &changes);
        signed(&self.own_key, &self.header.to_string(), &claims.to_string())
    }

    /// A token whose header is changed by these; null takes one away.
    pub fn with_header(&self, changes: Value) -> String {
        let mut header = self.header.clone();
        json_patch::merge(&mut header, &changes);
        signed(&self.own_key, &header.to_string(), &self.claims.to_string())
    }

    /// Asserts that a token is accepted.
    pub async fn is_taken(&self, token: &str) {
        self.device.app.get("/v1/me").header("Authorization", format!("Bearer {token}")).await.is(200);
    }

    /// Asserts that a token is refused, for reading and for writing.
    pub async fn is_refused(&self, token: &str) {
        let bearer = format!("Bearer {token}");
        for call in [self.device.app.get("/v1/me"), self.device.app.delete("/v1/me")] {
            let reply = call.header("Authorization", bearer.clone()).await;
            assert_eq!(reply.status, 401, "{token}\n{reply}");
            let reply = reply.is_problem(401, "unauthenticated");
            assert_eq!(reply.header("WWW-Authenticate"), Some("Bearer"), "{reply}");
        }
    }
}
