//! The program: its commands, the service put together, the API description, pages that are about nobody's data.

pub mod commands;
pub mod demo;
pub mod doctor;
pub mod openapi;
pub mod routes;
pub mod startup;
pub mod web;
