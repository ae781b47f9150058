//! The API reference: the description as a file, and a page to read it with. All assets are in the binary.

use actix_web::web::{Data, Redirect, ServiceConfig};
use actix_web::{HttpResponse, Responder, get};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::openapi::{OpenapiJson, Yaml};

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(Redirect::new("/docs", "/docs/").permanent())
        .service(SwaggerUi::new("/docs/{_:.*}").config(Config::from("/openapi.yaml").try_it_out_enabled(true)));
}

/// This description
#[utoipa::path(tag = "operations", responses((status = 200, description = "OpenAPI 3.1", body = String, content_type = "application/yaml")))]
#[get("/openapi.yaml")]
pub async fn openapi_yaml(yaml: Data<Yaml>) -> impl Responder {
    HttpResponse::Ok().insert_header(("Content-Type", "application/yaml")).body(yaml.0.clone())
}

/// This description as JSON
#[utoipa::path(tag = "operations", responses((status = 200, description = "OpenAPI 3.1", body = Object, content_type = "application/json")))]
#[get("/openapi.json")]
pub async fn openapi_json(json: Data<OpenapiJson>) -> impl Responder {
    HttpResponse::Ok().insert_header(("Content-Type", "application/json")).body(json.0.clone())
}
