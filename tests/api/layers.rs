//! The layers of `src`: imports point down.

use std::fs;
use std::path::{Path, PathBuf};

const LAYERS: [&str; 4] = ["platform", "core", "features", "app"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn imports_point_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut upward, mut seen) = (Vec::new(), 0);
    for (height, layer) in LAYERS.iter().enumerate() {
        let mut files = Vec::new();
        sources(&root.join("src").join(layer), &mut files);
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let name = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            assert!(!text.contains("use crate::{"), "{name}: an import names its layer, so that it can be found");
            for higher in &LAYERS[height + 1..] {
                if text.contains(&format!("crate::{higher}::")) {
                    upward.push(format!("{name} imports {higher}"));
                }
            }
            seen += 1;
        }
    }
    assert!(upward.is_empty(), "{upward:#?}");
    assert!(seen > 300, "only {seen} files were read");
}
