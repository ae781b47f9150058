//! Puts the service together: database, keys, routes, server.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::web::Data;
use actix_web::{App, HttpServer, middleware, web};
use anyhow::Context;
use serde_json::Value;

use crate::app::web::docs::ROUTES;
use crate::app::{openapi, routes};
use crate::core::access::DataAccess;
use crate::features::accounts::Passwords;
use crate::features::coaching;
use crate::features::coaching::RateLimiter;
use crate::features::coaching::triage::cache::Cache;
use crate::platform::config::Config;
use crate::platform::db::{self, Database, Location, Serving, Settings};
use crate::platform::http::cors::Cors;
use crate::platform::http::{RouteTable, compress, no_route, purge_expired, request_context};
use crate::platform::time::Clock;
use crate::platform::tokens::{AccessTokens, KeyFile, RefreshTokens, ShareCodes};

/// How long requests in flight may take to finish at a stop, in seconds.
const SHUTDOWN_TIMEOUT_SECS: u64 = 20;

/// Lines on clients in the cache, of at most 1 KiB each.
const MAX_CACHED_LINES: usize = 10_000;

/// How often expired rows are removed.
const SWEEP_INTERVAL: Duration = Duration::from_hours(1);

/// A running service with its bound address.
pub struct Service {
    server: Server,
    address: SocketAddr,
    access: Data<DataAccess>,
}

impl Service {
    /// Brings the schema up to date, opens everything and listens.
    ///
    /// # Errors
    /// When a part can't be used; says which.
    pub fn start(config: &Config, clock: Clock) -> anyhow::Result<Self> {
        let access = Data::new(data_access(config, clock)?);
        let keys = keys(config)?;
        let refresh_tokens = Data::new(RefreshTokens::new(&keys)?);
        let share_codes = Data::new(share_codes(config)?);
        let tries = Data::new(RateLimiter::default());
        let passwords =
            Data::new(Passwords::new(config.password_cost).map_err(|problem| anyhow::anyhow!("{problem}"))?);
        let table = Data::new(RouteTable(ROUTES));
        let cors = Data::new(Cors::new(&config.allowed_origins));
        let listener = TcpListener::bind(config.bind).with_context(|| format!("cannot listen on {}", config.bind))?;
        let address = listener.local_addr()?;
        access.notifier.join_other_nodes(&config.database).context("cannot hear of changes on other nodes")?;
        let (heartbeat, lines) = (Data::new(config.heartbeat), Data::new(Cache::new(MAX_CACHED_LINES)));
        let (swept, kept) = (access.clone(), access.clone());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(access.clone())
                .app_data(heartbeat.clone())
                .app_data(refresh_tokens.clone())
                .app_data(passwords.clone())
                .app_data(share_codes.clone())
                .app_data(tries.clone())
                .app_data(lines.clone())
                .app_data(table.clone())
                .app_data(cors.clone())
                .configure(routes::serve)
                .default_service(web::to(no_route))
                .wrap(middleware::from_fn(compress))
                .wrap(middleware::from_fn(request_context))
        })
        // Against slow clients: headers must arrive in this time.
        .client_request_timeout(Duration::from_secs(5))
        .keep_alive(Duration::from_secs(75))
        .shutdown_timeout(SHUTDOWN_TIMEOUT_SECS)
        .disable_signals()
        .listen(listener)?
        .run();
        actix_web::rt::spawn(sweep(swept));
        Ok(Self { server, address, access: kept })
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A handle to stop it from another task or thread.
    #[must_use]
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Serves until it is stopped: by a signal, or by its handle. At SIGTERM requests in flight are finished first; open
    /// event streams, which would never finish, are ended.
    ///
    /// # Errors
    /// When the server fails.
    pub async fn run(self) -> std::io::Result<()> {
        let (handle, access, database) =
            (self.server.handle(), self.access.clone(), self.access.database.location().clone());
        actix_web::rt::spawn(async move {
            let graceful = shutdown_signal().await;
            access.notifier.stop();
            handle.stop(graceful).await;
        });
        let ended = self.server.await;
        // A copy of the file of a stopped service must be complete.
        if let Err(error) = db::bring_log_in(&database) {
            tracing::warn!(%error, "the log was not brought into the database file");
        }
        ended
    }
}

/// Waits for a signal to stop; whether there is time to finish.
#[cfg(unix)]
async fn shutdown_signal() -> bool {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt), Ok(mut quit)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()), signal(SignalKind::quit()))
    else {
        tracing::error!("signals cannot be heard");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => true,
        _ = interrupt.recv() => false,
        _ = quit.recv() => false,
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
async fn shutdown_signal() -> bool {
    if tokio::signal::ctrl_c().await.is_err() {
        tracing::error!("Ctrl-C cannot be heard");
        return std::future::pending().await;
    }
    true
}

/// The API description as the routes make it. The service does not: `openapi.yaml` is in the binary.
#[must_use]
pub fn document() -> Value {
    openapi::document(routes::describe)
}

/// Access to the data of a configured service, its schema brought up to date.
///
/// # Errors
/// When the database or the key file can't be used.
pub fn data_access(config: &Config, clock: Clock) -> anyhow::Result<DataAccess> {
    make_data_folder(config)?;
    let unfinished = db::copy::is_unfinished(&config.database).context("cannot open the database")?;
    anyhow::ensure!(!unfinished, db::copy::UNFINISHED);
    for name in db::migrate(&config.database).context("cannot bring the database up to date")? {
        tracing::info!(migration = name, "applied");
    }
    let database = Arc::new(open(config)?);
    let tokens = AccessTokens::new(&keys(config)?, config.public_url.clone()).context("cannot use the key file")?;
    Ok(DataAccess::new(database, clock, tokens))
}

/// Takes the lock that lets one process at a time serve a SQLite database. A second one would not be notified of the
/// first one's changes, and each would count tries and keys for itself. To be held while serving.
///
/// # Errors
/// When another process has it.
pub fn claim(config: &Config) -> anyhow::Result<Serving> {
    make_data_folder(config)?;
    Ok(Serving::claim(&config.database)?)
}

fn make_data_folder(config: &Config) -> anyhow::Result<()> {
    std::fs::create_dir_all(&config.data_dir)
        .with_context(|| format!("cannot make the data folder {}", config.data_dir.display()))
}

/// The share codes of a configured service.
///
/// # Errors
/// When the key file can't be used.
pub fn share_codes(config: &Config) -> anyhow::Result<ShareCodes> {
    Ok(ShareCodes::new(&keys(config)?)?)
}

fn open(config: &Config) -> anyhow::Result<Database> {
    let settings = Settings { durability: config.durability, ..Settings::default() };
    if let Location::Sqlite(file) = &config.database {
        tracing::info!(file = %file.display(), "SQLite");
    }
    let database = Database::open(&config.database, settings).context("cannot open the database")?;
    match &config.replica {
        Some(url) => database.with_replica(url, settings).context("cannot read from a replica"),
        None => Ok(database),
    }
}

fn keys(config: &Config) -> anyhow::Result<KeyFile> {
    let path = config.key_file();
    KeyFile::load_or_create(&path).with_context(|| format!("cannot use the key file {}", path.display()))
}

async fn sweep(access: Data<DataAccess>) {
    loop {
        tokio::time::sleep(SWEEP_INTERVAL).await;
        let now = access.clock.now();
        match access.database.write(move |connection| purge_expired(connection, now)).await {
            Ok(0) => {}
            Ok(count) => tracing::debug!(count, "expired idempotency keys removed"),
            Err(error) => tracing::warn!(%error, "expired idempotency keys were not removed"),
        }
        match coaching::sweep(&access).await {
            Ok(0) => {}
            Ok(count) => tracing::debug!(count, "shares that have run out were ended"),
            Err(problem) => tracing::warn!(%problem, "shares that have run out were not ended"),
        }
    }
}
