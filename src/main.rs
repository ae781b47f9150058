//! The commands of `birddog`.

use anyhow::Result;
use birddog::config::Config;
use birddog::startup::Service;
use birddog::time::Clock;
use birddog::{db, openapi, telemetry};
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
    /// Print the API description (OpenAPI 3.1)
    Openapi,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let config = Config::from_process()?;
    telemetry::start(&config.log);
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(&config),
        Command::Migrate => migrate(&config),
        Command::Openapi => {
            print!("{}", openapi::yaml(&openapi::document())?);
            Ok(())
        }
    }
}

#[actix_web::main]
async fn serve(config: &Config) -> Result<()> {
    let service = Service::start(config, Clock::system())?;
    tracing::info!(address = %service.address(), engine = config.database.engine(), "serving");
    service.run().await?;
    tracing::info!("stopped");
    Ok(())
}

fn migrate(config: &Config) -> Result<()> {
    let applied = db::migrate(&config.database)?;
    println!("{} migrations applied", applied.len());
    Ok(())
}
