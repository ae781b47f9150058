//! The program as an operator runs it: started, stopped, killed.

mod commands;
mod durability;
mod program;
mod readme;
mod settings;
mod stop;

pub use program::Program;
