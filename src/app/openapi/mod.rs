//! The API description (OpenAPI 3.1), made from the routes themselves.
//!
//! The routes say what is particular about each of them. What follows from rules (problems, headers, conditions) is
//! added here, and the schemas are brought into the form that people and generators read best.

mod alternatives;
mod clients;
mod duplicates;
mod examples;
mod head;
mod headers;
mod operations;
mod order;
pub mod problems;
mod records;
mod requests;
mod schemas;

use actix_web::App;
use serde_json::{Map, Value};
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::core::problems::ProblemSchema;
use crate::core::records::docs::add_schema;
use crate::features::interop::OnConflict;
use crate::platform::time::Bucket;

/// The description of what `routes` mounts.
#[must_use]
pub fn document(routes: impl FnOnce(&mut ServiceConfig<'_>)) -> Value {
    let (_, gathered) = App::new().into_utoipa_app().configure(routes).split_for_parts();
    let mut document = serde_json::to_value(gathered).unwrap_or_default();
    let components = &mut document["components"];
    add_unreferenced(&mut components["schemas"]);
    head::complete(&mut document);
    schemas::simplify(&mut document);
    records::add_fields(&mut document["components"]["schemas"]);
    alternatives::merge(&mut document["components"]["schemas"]);
    records::describe_changes(&mut document["components"]["schemas"]);
    duplicates::replace(&mut document["components"]["schemas"]);
    clients::client_routes(&mut document);
    operations::complete(&mut document);
    requests::close(&mut document);
    schemas::drop_unused(&mut document);
    document
}

/// Schemas that utoipa does not find by itself: those of parameters, and of the problems that the rules add.
fn add_unreferenced(schemas: &mut Value) {
    let mut found = Vec::new();
    add_schema::<Bucket>(&mut found);
    add_schema::<OnConflict>(&mut found);
    add_schema::<ProblemSchema>(&mut found);
    let schemas = object(schemas);
    for (name, schema) in found {
        schemas.entry(name).or_insert_with(|| serde_json::to_value(schema).unwrap_or_default());
    }
}

/// The description as YAML, in an order that people expect; readers of YAML 1.1 and 1.2 find the same in it.
///
/// # Errors
/// When it can't be written.
pub fn yaml(document: &Value) -> anyhow::Result<String> {
    Ok(yaml_serde::to_string(&order::Ordered::new(document))?.replace(order::QUOTE, "'"))
}

/// The object in `value`, which is replaced by an empty one if it is none.
fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(map) => map,
        _ => unreachable!("it has just been made an object"),
    }
}
