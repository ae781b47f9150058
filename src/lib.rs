//! Birddog: the self-hostable backend for people who train their back every day.

pub mod access;
pub mod accounts;
pub mod acupuncture;
pub mod config;
pub mod db;
pub mod demo;
pub mod doctor;
pub mod http;
pub mod ids;
pub mod input;
pub mod insight;
pub mod interop;
pub mod openapi;
pub mod pain;
pub mod progress;
pub mod questionnaires;
pub mod records;
pub mod startup;
pub mod statistics;
pub mod telemetry;
pub mod time;
pub mod tokens;
pub mod training;
pub mod vocabulary;
pub mod web;
