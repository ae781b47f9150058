//! The program as an operator runs it: started, stopped, killed.

mod client;
mod commands;
mod copies;
mod durability;
mod one_service;
mod output;
mod program;
mod readme;
mod settings;
mod stop;
mod two_nodes;

pub use program::{Program, command};
