//! The API reference: the description as a file, and a page to read it with. All files are in the binary.

use actix_web::web::{self, Path, Redirect, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};

use crate::platform::http::{Conditions, FixedFile, Problem, no_route};

/// Every path of the service with its methods; the described ones by `openapi.yaml`.
pub const ROUTES: &str =
    concat!(include_str!(concat!(env!("OUT_DIR"), "/routes.txt")), "/ GET\n", "/docs/{path:.*} GET\n");

/// A file that the build script has gzipped.
macro_rules! file {
    ($name:literal, $media_type:literal) => {
        FixedFile::new($media_type, include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".gz")))
    };
}

/// The description, `openapi.yaml` as it was when this was compiled; a test compares it with the routes.
pub static YAML: FixedFile = file!("openapi.yaml", "application/yaml");
static JSON: FixedFile = file!("openapi.json", "application/json");

/// The files of the pages: Swagger UI, with an initializer of our own.
static PAGES: [(&str, FixedFile); 10] = [
    ("index.html", file!("index.html", "text/html")),
    ("index.css", file!("index.css", "text/css")),
    ("swagger-ui.css", file!("swagger-ui.css", "text/css")),
    ("swagger-ui-bundle.js", file!("swagger-ui-bundle.js", "text/javascript")),
    ("swagger-ui-standalone-preset.js", file!("swagger-ui-standalone-preset.js", "text/javascript")),
    ("swagger-initializer.js", file!("swagger-initializer.js", "text/javascript")),
    ("favicon-16x16.png", file!("favicon-16x16.png", "image/png")),
    ("favicon-32x32.png", file!("favicon-32x32.png", "image/png")),
    ("oauth2-redirect.html", file!("oauth2-redirect.html", "text/html")),
    ("oauth2-redirect.js", file!("oauth2-redirect.js", "text/javascript")),
];

/// Mounts the pages.
pub fn routes(config: &mut ServiceConfig) {
    let pages = web::resource("/docs/{path:.*}").route(web::get().to(page)).default_service(web::to(no_route));
    config.service(Redirect::new("/docs", "/docs/").permanent()).service(pages);
}

async fn page(request: HttpRequest, path: Path<String>, conditions: Conditions) -> Result<HttpResponse, Problem> {
    let asked = if path.is_empty() { "index.html" } else { path.as_str() };
    let (_, file) = PAGES.iter().find(|(name, _)| *name == asked).ok_or_else(Problem::not_found)?;
    file.answer(request.headers(), &conditions)
}

/// This description
#[utoipa::path(tag = "operations", responses(
    (status = 200, description = "OpenAPI 3.1", body = String, content_type = "application/yaml"),
    (status = 304, description = "Not modified"),
))]
#[get("/openapi.yaml")]
pub async fn openapi_yaml(request: HttpRequest, conditions: Conditions) -> Result<HttpResponse, Problem> {
    YAML.answer(request.headers(), &conditions)
}

/// This description as JSON
#[utoipa::path(tag = "operations", responses(
    (status = 200, description = "OpenAPI 3.1", body = Object, content_type = "application/json"),
    (status = 304, description = "Not modified"),
))]
#[get("/openapi.json")]
pub async fn openapi_json(request: HttpRequest, conditions: Conditions) -> Result<HttpResponse, Problem> {
    JSON.answer(request.headers(), &conditions)
}
