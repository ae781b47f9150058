//! The commands of `birddog`.

use std::process::ExitCode;

use anyhow::Result;
use birddog::app::startup::Service;
use birddog::app::web::docs;
use birddog::app::{commands, startup};
use birddog::platform::config::Config;
use birddog::platform::time::Clock;
use birddog::platform::{db, telemetry};
use clap::{Parser, Subcommand};

// Jobs are made on one thread and dropped on another, and password hashing takes memory in large pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The self-hostable backend for people who train their back every day.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API; what birddog does without a command
    Serve,
    /// Bring the database's schema up to date and stop
    Migrate,
    /// Fill an empty database with a made-up year to look at
    Demo,
    /// Import a file of another app into an account
    #[command(
        after_help = "Exit status: 0 when all is stored or was there already, 3 when lines were refused and the rest is stored, \
        1 when the file could not be imported."
    )]
    Import(commands::Import),
    /// Copy a whole database to another place or engine, and verify the copy
    #[command(after_help = "For example, from SQLite to PostgreSQL:\n\n  \
        birddog copy --from sqlite:data/birddog.db --to postgres://birddog:secret@127.0.0.1/birddog\n\n\
        Stop every service of the source first. It is only read. A copy that was broken off goes on where it stopped when \
        the same command is run again, unless the source has changed since; nothing serves it before it is complete. \
        keys.json in the data folder is not part of the database: keep or copy it as well.\n\n\
        Exit status: 0 when all is there and was found the same on both sides, 1 otherwise.")]
    Copy(commands::Copy),
    /// Print the API description (OpenAPI 3.1)
    Openapi,
    /// Check everything that is stored
    Doctor {
        /// Recompute what is computed from records, where it is wrong
        #[arg(long)]
        fix: bool,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let config = match Config::from_process() {
        Ok(config) => config,
        Err(bad) => {
            commands::complain(&bad.to_string());
            return ExitCode::from(2);
        }
    };
    telemetry::start(&config.log);
    let ended = match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(&config).map(done),
        Command::Migrate => migrate(&config).map(done),
        Command::Demo => commands::demo(&config).map(done),
        Command::Import(asked) => commands::import(&config, &asked),
        Command::Copy(asked) => commands::copy(&config, &asked).map(done),
        Command::Openapi => print_openapi().map(done),
        Command::Doctor { fix } => commands::doctor(&config, fix),
    };
    match ended {
        Ok(status) => status,
        Err(error) => {
            commands::complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn done((): ()) -> ExitCode {
    ExitCode::SUCCESS
}

#[actix_web::main]
async fn serve(config: &Config) -> Result<()> {
    let _serving = startup::claim(config)?;
    let service = Service::start(config, Clock::system())?;
    tracing::info!(address = %service.address(), engine = config.database.engine(), "serving");
    service.run().await?;
    tracing::info!("stopped");
    Ok(())
}

fn migrate(config: &Config) -> Result<()> {
    let applied = db::migrate(&config.database)?;
    commands::print(&format!("{} migrations applied\n", applied.len()))
}

fn print_openapi() -> Result<()> {
    commands::print(&String::from_utf8(docs::YAML.unpacked()?)?)
}
