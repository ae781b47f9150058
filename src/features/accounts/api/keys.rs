use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use utoipa::ToSchema;

use crate::core::access::DataAccess;

/// A JSON Web Key Set.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the tokens write")]
pub struct KeySet {
    /// Those whose tokens are taken.
    keys: Vec<PublicKey>,
}

/// A public key on the curve P-256.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the tokens write")]
pub struct PublicKey {
    /// `EC`.
    kty: String,
    /// `P-256`.
    crv: String,
    /// `sig`.
    r#use: String,
    /// `ES256`.
    alg: String,
    /// The name that tokens give in their header.
    kid: String,
    /// Its x coordinate, base64url.
    x: String,
    /// Its y coordinate, base64url.
    y: String,
}

/// Public keys
///
/// The keys that access tokens are signed with (RFC 7517).
#[utoipa::path(tag = "accounts", responses((status = 200, description = "A JSON Web Key Set", body = KeySet)))]
#[get("/.well-known/jwks.json")]
pub async fn jwks(access: Data<DataAccess>) -> HttpResponse {
    HttpResponse::Ok().insert_header(("Cache-Control", "public, max-age=300")).json(access.tokens.jwks())
}
