use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpResponse, HttpResponseBuilder, post};
use deserr::Deserr;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::core::access::{Caller, DataAccess};
use crate::features::accounts::problems::{BAD_CREDENTIALS, REFRESH_REFUSED};
use crate::features::accounts::{Email, NewUser, Passwords, User, password_faults, sign_up, store};
use crate::platform::http::{Answer, Body, JsonBody, Problem};
use crate::platform::ids::{DeviceId, UserId};
use crate::platform::input::{BoundedString, FieldErrors, decode};
use crate::platform::time::{Timestamp, Zone};
use crate::platform::tokens::{Decision, RefreshTokens};

/// What signing up takes.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Registration {
    /// Where mails go, and the name to sign in with.
    email: Email,
    /// 10 to 128 characters that are hard to guess, kept as typed.
    #[schema(min_length = 10, max_length = 128, example = "seven calm herons at dawn")]
    password: String,
    /// What to call the person.
    display_name: BoundedString<1, 80>,
    /// The zone that "today" is in.
    time_zone: Zone,
    /// What to call the device.
    #[deserr(default)]
    device_name: Option<BoundedString<1, 80>>,
}

/// What signing in takes.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Credentials {
    /// The account's address.
    email: Email,
    /// Its password.
    #[schema(max_length = 128, example = "seven calm herons at dawn")]
    password: String,
    /// What to call the device.
    #[deserr(default)]
    device_name: Option<BoundedString<1, 80>>,
}

/// A refresh token to exchange.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct RefreshRequest {
    /// The newest one this device has.
    refresh_token: String,
}

/// A signed-in session.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    /// A JWT for the `Authorization` header.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Life of the access token, in seconds.
    expires_in: i64,
    /// Opaque; exchange it at `/v1/auth/refresh`, each time for a new one.
    refresh_token: String,
    /// Who is signed in.
    user: User,
}

/// Sign up
///
/// Opens an account and signs this device in. The first plan version is made with it: every day, ten minutes.
#[utoipa::path(tag = "accounts", request_body = Registration, responses(
    (status = 201, description = "Signed up and in", body = SignedIn),
    (status = 409, description = "`email_taken`"),
))]
#[post("/auth/register")]
pub async fn register(
    access: Data<DataAccess>,
    passwords: Data<Passwords>,
    refresh_tokens: Data<RefreshTokens>,
    JsonBody(body): JsonBody,
) -> Result<HttpResponse, Problem> {
    let registration = registration(body)?;
    let password_hash = passwords.hash(registration.password).await?;
    let now = access.clock.now();
    let device = DeviceId::new(now);
    let new = NewUser {
        id: UserId::new(now),
        email: registration.email,
        display_name: registration.display_name.to_string(),
        password_hash,
        time_zone: registration.time_zone,
    };
    let device_name = device_name(registration.device_name);
    let user = access.database.write(move |connection| sign_up(connection, &new, device, &device_name, now)).await?;
    tracing::info!(user = %user.id, "signed up");
    signed_in(&access, &refresh_tokens, user, device, 1, now).map(|body| secret(HttpResponse::Created()).json(body))
}

/// Sign in
///
/// Signs this device in. A wrong address and a wrong password get the same answer.
#[utoipa::path(tag = "accounts", request_body = Credentials, responses(
    (status = 200, description = "Signed in", body = SignedIn),
    (status = 401, description = "`bad_credentials`"),
))]
#[post("/auth/login")]
pub async fn login(
    access: Data<DataAccess>,
    passwords: Data<Passwords>,
    refresh_tokens: Data<RefreshTokens>,
    Body(credentials): Body<Credentials>,
) -> Result<HttpResponse, Problem> {
    let wrong = || Problem::new(BAD_CREDENTIALS, "There is no account with this e-mail address and password.");
    let email = credentials.email;
    let known = access.database.read(move |connection| store::credentials(connection, email.as_str())).await?;
    let (user, stored) = known.unzip();
    // No stored password is longer; hashing megabytes would only keep others waiting.
    let password: String = credentials.password.chars().take(129).collect();
    let (right, upgraded) = passwords.verify(password, stored.clone()).await?;
    let user = user.filter(|_| right).ok_or_else(wrong)?;
    let now = access.clock.now();
    let device = DeviceId::new(now);
    let name = device_name(credentials.device_name);
    let write = access.database.write(move |connection| {
        // The check took a while: the password may be another by now, or the account gone.
        if store::hold_password_hash(connection, user)? != stored {
            return Err(wrong());
        }
        if let Some(hash) = &upgraded {
            store::set_password_hash(connection, user, hash)?;
        }
        store::insert_device(connection, user, device, &name, now)?;
        Ok(store::user(connection, user)?)
    });
    let user = write.await?;
    tracing::info!(user = %user.id, "signed in");
    signed_in(&access, &refresh_tokens, user, device, 1, now).map(|body| secret(HttpResponse::Ok()).json(body))
}

/// Renew the session
///
/// Exchanges a refresh token for new tokens. When the answer was lost, ask again with the same token: the same new one
/// comes back. A token that was exchanged before and whose successor is in use ends the session.
#[utoipa::path(tag = "accounts", request_body = RefreshRequest, responses(
    (status = 200, description = "New tokens", body = SignedIn),
    (status = 401, description = "`refresh_refused`"),
))]
#[post("/auth/refresh")]
pub async fn refresh(
    access: Data<DataAccess>,
    refresh_tokens: Data<RefreshTokens>,
    Body(request): Body<RefreshRequest>,
) -> Result<HttpResponse, Problem> {
    let refused = || Problem::new(REFRESH_REFUSED, "This session has ended; please sign in again.");
    let presented = refresh_tokens.read(&request.refresh_token).ok_or_else(refused)?;
    let now = access.clock.now();
    let write = access.database.write(move |connection| {
        let Some(state) = store::session_state(connection, presented.user, presented.device)? else { return Ok(None) };
        let generation = match state.decide(presented.generation, now) {
            Decision::Refuse => return Ok(None),
            Decision::Revoke => {
                tracing::warn!(user = %presented.user, device = %presented.device, "a replaced refresh token came back");
                store::revoke(connection, presented.user, presented.device, "refresh token replayed", now)?;
                return Ok(None);
            }
            Decision::GiveAgain => state.generation,
            Decision::Advance => {
                store::advance(connection, presented.user, presented.device, state.generation + 1, now)?;
                state.generation + 1
            }
        };
        Ok::<_, Problem>(Some((store::user(connection, presented.user)?, generation, state.signed_in_at)))
    });
    let renewed = write.await?;
    if renewed.is_none() {
        // The session may just have been ended, and with it end its event streams.
        access.notifier.notify(presented.user);
    }
    let (user, generation, auth_time) = renewed.ok_or_else(refused)?;
    let body = signed_in(&access, &refresh_tokens, user, presented.device, generation, auth_time)?;
    Ok(secret(HttpResponse::Ok()).json(body))
}

/// Sign out
///
/// Ends this device's session at once.
#[utoipa::path(tag = "accounts", security(("bearer" = [])), responses((status = 204, description = "Signed out")))]
#[post("/auth/logout")]
pub async fn logout(access: Data<DataAccess>, caller: Caller) -> Result<Answer, Problem> {
    access
        .write(caller, move |tx| {
            store::revoke(tx.connection, tx.owner.user, caller.device(), "signed out", tx.owner.now)?;
            Ok(Answer::no_content())
        })
        .await
}

/// Reads a registration. The password is judged by itself, so that its errors are listed with all others.
fn registration(body: Value) -> Result<Registration, FieldErrors> {
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    let about = ["email", "display_name"].map(|name| text(name).chars().take(254).collect::<String>());
    let weak = match body["password"].as_str() {
        Some(password) => password_faults(password, "/password", &[&about[0], &about[1]]),
        None => FieldErrors::none(),
    };
    weak.and(decode(body))
}

fn device_name(name: Option<BoundedString<1, 80>>) -> String {
    name.map_or_else(|| "A device".to_owned(), |name| name.to_string())
}

/// An answer that carries tokens: nothing keeps a copy of it (RFC 6749 §5.1).
fn secret(mut response: HttpResponseBuilder) -> HttpResponseBuilder {
    response.insert_header((CACHE_CONTROL, "no-store"));
    response
}

fn signed_in(
    access: &DataAccess,
    refresh_tokens: &RefreshTokens,
    user: User,
    device: DeviceId,
    generation: i32,
    auth_time: Timestamp,
) -> Result<SignedIn, Problem> {
    let access_token =
        access.tokens.issue(user.id, device, generation, auth_time, access.clock.now()).map_err(Problem::internal)?;
    Ok(SignedIn {
        access_token,
        token_type: "Bearer",
        expires_in: access.tokens.expires_in(),
        refresh_token: refresh_tokens.token(user.id, device, generation),
        user,
    })
}
