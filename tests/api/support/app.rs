use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use birddog::app::startup::Service;
use birddog::platform::config::{Config, PasswordCost};
use birddog::platform::db::AnyConnection;
use birddog::platform::time::Clock;
use proptest::strategy::Strategy;
use proptest::test_runner::{self, TestRunner};
use serde_json::json;

use super::client::{Call, Calls, PASSWORD, User};
use super::clock::TestClock;
use super::database::{Engine, TestDatabase};

/// Monday noon in UTC, so that the records' own examples have just happened.
const START: &str = "2026-11-23T12:00:00Z";

/// Runs one test on a service of its own.
pub fn run(engine: Engine, test: impl AsyncFnOnce(&TestApp)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let app = TestApp::start(engine);
    runtime.block_on(test(&app));
}

/// Runs one test on a service with a streaming replica.
pub fn run_replicated(test: impl AsyncFnOnce(&TestApp)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let app = TestApp::on(Engine::Postgres, TestDatabase::replicated());
    runtime.block_on(test(&app));
}

/// Runs a property on one service for all cases. Each is to begin with a person of its own.
pub fn hold<S: Strategy>(
    engine: Engine,
    config: test_runner::Config,
    cases: S,
    property: impl AsyncFn(&TestApp, S::Value),
) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let app = TestApp::start(engine);
    let outcome = TestRunner::new(config).run(&cases, |case| {
        runtime.block_on(property(&app, case));
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

/// A running service on a fresh database.
pub struct TestApp {
    /// Which engine it runs on.
    pub engine: Engine,
    /// The time of the service.
    pub clock: TestClock,
    pub(super) http: reqwest::Client,
    people: Cell<u32>,
    node: RefCell<Option<Node>>,
    place: TestDatabase,
}

impl TestApp {
    fn start(engine: Engine) -> Self {
        Self::on(engine, TestDatabase::migrated(engine))
    }

    fn on(engine: Engine, place: TestDatabase) -> Self {
        let clock = TestClock::at(START);
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_mins(1)).build().unwrap();
        let node = Node::start(&place, clock.for_service()).unwrap();
        Self { engine, clock, http, people: Cell::new(0), node: RefCell::new(Some(node)), place }
    }

    /// Where the service listens.
    pub fn address(&self) -> SocketAddr {
        self.node.borrow().as_ref().unwrap().address
    }

    /// Its data folder and database.
    pub fn place(&self) -> &TestDatabase {
        &self.place
    }

    /// Stops the service and starts it again on the same data.
    pub fn restart(&self) {
        drop(self.node.take());
        self.node.replace(Some(self.another_node()));
    }

    /// Starts the service again, hashing passwords at the cost that they have in production.
    pub fn hash_as_in_production(&self) {
        drop(self.node.take());
        self.node.replace(Some(self.another_node_with(|config| config.password_cost = PasswordCost::default())));
    }

    /// Starts one more service on the same data and clock.
    pub fn another_node(&self) -> Node {
        Node::start(&self.place, self.clock.for_service()).unwrap()
    }

    /// The same with other settings.
    pub fn another_node_with(&self, change: impl FnOnce(&mut Config)) -> Node {
        Node::start_with(&self.place, self.clock.for_service(), change).unwrap()
    }

    /// A separate database connection, to read the tables directly.
    pub fn connect(&self) -> AnyConnection {
        self.place.connect()
    }

    /// Signs a new person up, in UTC.
    pub async fn register(&self) -> User<'_> {
        self.register_in("UTC").await
    }

    /// Signs a new person up who lives in `time_zone`.
    pub async fn register_in(&self, time_zone: &str) -> User<'_> {
        self.people.set(self.people.get() + 1);
        let email = format!("person{}@example.org", self.people.get());
        let body = json!({"email": email, "password": PASSWORD, "display_name": "Maria", "time_zone": time_zone});
        let session = self.post("/v1/auth/register", &body).await.is(201).json();
        User::new(self, &session)
    }
}

impl Calls for TestApp {
    fn call(&self, method: &str, path: &str) -> Call<'_> {
        Call::new(self, None, method, path)
    }
}

/// One running service. Dropping it stops it.
pub struct Node {
    /// Where it listens.
    pub address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Node {
    /// Starts a service on a thread of its own.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(place: &TestDatabase, clock: Clock) -> anyhow::Result<Self> {
        Self::start_with(place, clock, |_| {})
    }

    fn start_with(place: &TestDatabase, clock: Clock, change: impl FnOnce(&mut Config)) -> anyhow::Result<Self> {
        let mut config = Self::config(place)?;
        change(&mut config);
        let (started, outcome) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                match Service::start(&config, clock) {
                    Ok(service) => {
                        started.send(Ok((service.address(), service.handle()))).unwrap();
                        service.run().await.unwrap();
                    }
                    Err(error) => started.send(Err(error)).unwrap(),
                }
            });
        });
        let (address, handle) = outcome.recv()??;
        Ok(Self { address, handle, thread: Some(thread) })
    }

    /// The settings of a service there. Passwords are hashed as cheaply as can be: most tests sign somebody up.
    ///
    /// # Errors
    /// When they are not good ones.
    pub fn config(place: &TestDatabase) -> anyhow::Result<Config> {
        let settings = [
            ("BIRDDOG_BIND", "127.0.0.1:0".to_owned()),
            ("BIRDDOG_DATA_DIR", place.folder().display().to_string()),
            ("BIRDDOG_DURABILITY", "normal".to_owned()),
            ("DATABASE_URL", place.url()),
        ];
        let settings: BTreeMap<_, _> = settings.map(|(name, value)| (name.to_owned(), value)).into();
        let password_cost = PasswordCost { memory: 8, passes: 1, lanes: 1 };
        Ok(Config { password_cost, replica: place.replica_url(), ..Config::from_parts(settings, "")? })
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // The call sends the order to stop; the thread ends once it has been followed.
        drop(self.handle.stop(false));
        let ended = self.thread.take().map(JoinHandle::join);
        if let Some(Err(panic)) = ended
            && !std::thread::panicking()
        {
            std::panic::resume_unwind(panic);
        }
    }
}
