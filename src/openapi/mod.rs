//! The API description (OpenAPI 3.1), made from the routes themselves.

use actix_web::App;
use serde_json::Value;
use utoipa_actix_web::AppExt;

/// The description as YAML text, as it is served.
pub struct Yaml(pub String);

/// The description of every route of the service.
#[must_use]
pub fn document() -> Value {
    let (_, document) = App::new().into_utoipa_app().configure(crate::startup::routes).split_for_parts();
    serde_json::to_value(document).unwrap_or_default()
}

/// Every path of a description with its methods in capitals.
#[must_use]
pub fn routes(document: &Value) -> Vec<(String, Vec<String>)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten().map(|(method, _)| method.to_uppercase());
            (path.clone(), methods.collect())
        })
        .collect()
}

/// The description as YAML.
///
/// # Errors
/// When it can't be written.
pub fn yaml(document: &Value) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(document)?)
}
