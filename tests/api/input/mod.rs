//! What comes in from outside is refused with a reason, never with a 5xx.

mod bodies;
mod errors;
mod numbers_and_dates;
mod routes;
mod together;
