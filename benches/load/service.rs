use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use birddog::platform::db::Location;

use super::postgres::PostgresDatabase;

/// The release binary, serving from a folder of its own.
pub struct Service {
    child: Child,
    command: Command,
    folder: PathBuf,
    postgres: Option<PostgresDatabase>,
    pub base: String,
}

impl Service {
    /// Starts the binary that was built with this bench, on a fresh SQLite file or a new database of that PostgreSQL server.
    pub fn start(postgres: Option<&str>) -> Self {
        Self::start_binary(Path::new(env!("CARGO_BIN_EXE_birddog")), postgres)
    }

    /// The same with another binary.
    pub fn start_binary(binary: &Path, postgres: Option<&str>) -> Self {
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("its number").port();
        let folder = std::env::temp_dir().join(format!("birddog-load-{port}"));
        let mut command = Command::new(binary);
        // Not a setting of the service, which refuses what it does not know.
        command.env_remove("BIRDDOG_BENCH_POSTGRES_URL");
        command
            .env("BIRDDOG_BIND", format!("127.0.0.1:{port}"))
            .env("BIRDDOG_DATA_DIR", &folder)
            .env("BIRDDOG_LOG", "warn");
        let postgres = postgres.map(|server| PostgresDatabase::create(server, &format!("birddog_bench_{port}")));
        if let Some(database) = &postgres {
            command.env("DATABASE_URL", database.url());
        }
        let child = command.stdout(Stdio::null()).spawn().expect("the service starts");
        let service = Self { child, command, folder, postgres, base: format!("http://127.0.0.1:{port}") };
        service.wait();
        service
    }

    /// Where its database is.
    pub fn location(&self) -> Location {
        match &self.postgres {
            Some(database) => database.url().parse().expect("a PostgreSQL URL"),
            None => Location::Sqlite(self.folder.join("birddog.db")),
        }
    }

    /// Ends it; its data stay.
    pub fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Ends it and starts it again on the same data.
    pub fn restart(&mut self) {
        self.stop();
        self.child = self.command.spawn().expect("the service starts");
        self.wait();
    }

    fn wait(&self) {
        let began = Instant::now();
        while reqwest_ok(&self.base).is_none() {
            assert!(began.elapsed() < Duration::from_secs(20), "the service does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Its memory, as the kernel reports it.
    pub fn memory(&self) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let kib = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        };
        format!("memory after load {} MiB", kib("VmRSS:").unwrap_or(0) / 1024)
    }
}

fn reqwest_ok(base: &str) -> Option<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async { reqwest::get(format!("{base}/readyz")).await.ok()?.error_for_status().ok().map(|_| ()) })
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stop();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
