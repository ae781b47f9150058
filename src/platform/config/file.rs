//! The settings file: TOML with one string for each setting.

use std::collections::BTreeMap;

use toml::{Spanned, Value};

/// A setting of the file, with the number of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) value: String,
    pub(super) number: usize,
}

/// Reads the settings of a file. The error is one line of text that names the file's line and, where there is one, the setting.
pub(super) fn read(text: &str) -> Result<BTreeMap<String, Line>, String> {
    let entries: BTreeMap<Spanned<String>, Spanned<Value>> = toml::from_str(text).map_err(|error| {
        let what = error.message().replace('\n', ", ");
        match error.span() {
            Some(span) => format!("{}: {what}", place(text, span.start)),
            None => format!("the settings file: {what}"),
        }
    })?;
    let mut lines = BTreeMap::new();
    for (name, value) in entries {
        let number = line_number(text, name.span().start);
        let Value::String(value) = value.into_inner() else {
            return Err(format!("line {number} of the settings file: {} must be a string in quotes", name.get_ref()));
        };
        lines.insert(name.into_inner(), Line { value, number });
    }
    Ok(lines)
}

/// The line at `offset`, with the name before its equals sign.
fn place(text: &str, offset: usize) -> String {
    let number = line_number(text, offset);
    let line = text.lines().nth(number - 1).unwrap_or_default();
    let name = line.split_once('=').map(|(name, _)| name.trim().trim_matches(['"', '\'']));
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    match name.filter(is_name) {
        Some(name) => format!("line {number} of the settings file: {name}"),
        None => format!("line {number} of the settings file"),
    }
}

fn line_number(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_its_line() {
        let lines = read("# mine\nBIRDDOG_BIND = \"127.0.0.1:1\"\n\n\"BIRDDOG_LOG\" = '''\ninfo'''\n").unwrap();
        let of = |name: &str| (lines[name].value.as_str(), lines[name].number);
        assert_eq!((of("BIRDDOG_BIND"), of("BIRDDOG_LOG")), (("127.0.0.1:1", 2), ("info", 4)));
        assert!(read("").unwrap().is_empty());
    }

    #[test]
    fn what_is_wrong_names_line_and_setting() {
        for (text, line, name) in [
            ("\nBIRDDOG_BIND = 127.0.0.1:8080\n", 2, "BIRDDOG_BIND"),
            ("BIRDDOG_LOG = \"info\"\nBIRDDOG_BIND = \"127.0.0.1:8080\n", 2, "BIRDDOG_BIND"),
            ("BIRDDOG_LOG = \"info\"\nBIRDDOG_DURABILITY = full\n", 2, "BIRDDOG_DURABILITY"),
            ("\n\nBIRDDOG_BIND = 8080\n", 3, "BIRDDOG_BIND"),
            ("BIRDDOG_BIND = [\n  \"a\",\n]\n", 1, "BIRDDOG_BIND"),
            ("BIRDDOG_LOG = \"a\"\nBIRDDOG_LOG = \"b\"\n", 2, "BIRDDOG_LOG"),
            ("[server]\nBIRDDOG_LOG = \"a\"\n", 1, "server"),
            ("BIRDDOG_LOG\n", 1, ""),
            ("BIRDDOG_LOG: info\n", 1, ""),
        ] {
            let said = read(text).unwrap_err();
            assert!(
                said.contains(&format!("line {line} of the settings file")) && said.contains(name),
                "{text}: {said}"
            );
            assert!(!said.contains('\n'), "{said}");
        }
    }
}
