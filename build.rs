//! Prepares the files that are in the binary: the API description and the page that shows it.

#![allow(clippy::print_stdout, reason = "how a build script talks to cargo")]

use std::error::Error;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

/// The files of Swagger UI that its page loads; the rest are the same for other ways to pack.
const PAGE: [&str; 9] = [
    "index.html",
    "index.css",
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "swagger-ui-standalone-preset.js",
    "favicon-16x16.png",
    "favicon-32x32.png",
    "oauth2-redirect.html",
    "oauth2-redirect.js",
];

fn main() -> Result<(), Box<dyn Error>> {
    // The migrations are embedded by a macro that cargo does not watch.
    for source in ["build.rs", "migrations", "openapi.yaml", "src/app/web/swagger-initializer.js"] {
        println!("cargo:rerun-if-changed={source}");
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    description(&out)?;
    page(&out)
}

fn description(out: &Path) -> Result<(), Box<dyn Error>> {
    let yaml = fs::read("openapi.yaml")?;
    let document: Value = yaml_serde::from_slice(&yaml)?;
    pack(out, "openapi.yaml", &yaml)?;
    pack(out, "openapi.json", document.to_string().as_bytes())?;
    Ok(fs::write(out.join("routes.txt"), routes(&document))?)
}

/// A line for each path: the path and its methods.
fn routes(document: &Value) -> String {
    let paths = document["paths"].as_object().into_iter().flatten();
    let line = |(path, item): (&String, &Value)| {
        let methods = item.as_object().into_iter().flatten().map(|(method, _)| format!(" {}", method.to_uppercase()));
        format!("{path}{}\n", methods.collect::<String>())
    };
    paths.map(line).collect()
}

fn page(out: &Path) -> Result<(), Box<dyn Error>> {
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED))?;
    for name in PAGE {
        let ending = format!("/dist/{name}");
        let is_wanted = |path: &&str| path.ends_with(&ending) && path.matches('/').count() == 2;
        let path = archive.file_names().filter_map(Result::ok).find(|path| is_wanted(&path.as_ref()));
        let path = path.ok_or(format!("Swagger UI has no {name}"))?.into_owned();
        let mut plain = Vec::new();
        archive.by_name(&path)?.read_to_end(&mut plain)?;
        pack(out, name, &plain)?;
    }
    pack(out, "swagger-initializer.js", &fs::read("src/app/web/swagger-initializer.js")?)
}

fn pack(out: &Path, name: &str, plain: &[u8]) -> Result<(), Box<dyn Error>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(plain)?;
    Ok(fs::write(out.join(format!("{name}.gz")), packed.finish()?)?)
}
