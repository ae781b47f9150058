//! The API reference: the description as a file, and a page to read it with. All assets are in the binary.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::web::{self, Data, Path, Redirect, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};
use serde_json::Value;
use utoipa_swagger_ui::Config;

use crate::app::openapi;
use crate::platform::http::{Conditions, FixedFile, Problem, no_route};

/// The path pattern of the pages of the reference.
pub const PAGES: &str = "/docs/{path:.*}";

/// The description as it is served.
pub struct Description {
    yaml: FixedFile,
    json: FixedFile,
}

impl Description {
    /// That of a document.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn of(document: &Value) -> anyhow::Result<Self> {
        let yaml = FixedFile::new("application/yaml", openapi::yaml(document)?);
        Ok(Self { yaml, json: FixedFile::new("application/json", document.to_string()) })
    }
}

/// A cache of the requested files of the pages.
pub struct Assets {
    config: Arc<Config<'static>>,
    files: Mutex<HashMap<String, Arc<FixedFile>>>,
}

impl Default for Assets {
    fn default() -> Self {
        let config = Config::from("/openapi.yaml").try_it_out_enabled(true);
        Self { config: Arc::new(config), files: Mutex::default() }
    }
}

impl Assets {
    fn find(&self, path: &str) -> Result<Arc<FixedFile>, Problem> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = files.get(path) {
            return Ok(Arc::clone(file));
        }
        let found = utoipa_swagger_ui::serve(path, Arc::clone(&self.config)).map_err(Problem::internal)?;
        let found = found.ok_or_else(Problem::not_found)?;
        let file = Arc::new(FixedFile::new(found.content_type, found.bytes.into_owned()));
        // Only names of files in the binary are cached, never any that a client makes up.
        files.insert(path.to_owned(), Arc::clone(&file));
        Ok(file)
    }
}

/// Mounts the pages.
pub fn routes(config: &mut ServiceConfig) {
    let pages = web::resource(PAGES).route(web::get().to(page)).default_service(web::to(no_route));
    config.service(Redirect::new("/docs", "/docs/").permanent()).service(pages);
}

async fn page(
    assets: Data<Assets>,
    request: HttpRequest,
    path: Path<String>,
    conditions: Conditions,
) -> Result<HttpResponse, Problem> {
    Ok(assets.find(&path)?.answer(request.headers(), &conditions))
}

/// This description
#[utoipa::path(tag = "operations", responses(
    (status = 200, description = "OpenAPI 3.1", body = String, content_type = "application/yaml"),
    (status = 304, description = "Not modified"),
))]
#[get("/openapi.yaml")]
pub async fn openapi_yaml(
    description: Data<Description>,
    request: HttpRequest,
    conditions: Conditions,
) -> HttpResponse {
    description.yaml.answer(request.headers(), &conditions)
}

/// This description as JSON
#[utoipa::path(tag = "operations", responses(
    (status = 200, description = "OpenAPI 3.1", body = Object, content_type = "application/json"),
    (status = 304, description = "Not modified"),
))]
#[get("/openapi.json")]
pub async fn openapi_json(
    description: Data<Description>,
    request: HttpRequest,
    conditions: Conditions,
) -> HttpResponse {
    description.json.answer(request.headers(), &conditions)
}
