use actix_web::HttpRequest;
use actix_web::web::Data;

use super::Problem;

/// Every path of the service with its methods, to distinguish a wrong method from a wrong path. Each line has a pattern
/// and its methods in capitals, like `/v1/plan-proposals/{id} GET DELETE`.
#[derive(Clone, Copy)]
pub struct RouteTable(pub &'static str);

impl RouteTable {
    fn methods(self, path: &str) -> Vec<&'static str> {
        let routes = || self.0.lines().filter_map(|line| line.split_once(' '));
        // A literal path takes precedence over those with a parameter in that place.
        let spelled_out = routes().any(|(pattern, _)| pattern == path);
        let fitting = routes().filter(|(pattern, _)| if spelled_out { *pattern == path } else { fits(pattern, path) });
        let mut methods: Vec<_> = fitting.flat_map(|(_, methods)| methods.split(' ')).collect();
        if let Some(get) = methods.iter().position(|method| *method == "GET") {
            methods.insert(get + 1, "HEAD");
        }
        methods
    }
}

/// Whether a path fits a pattern, whose parameters are whole segments, or at the end, like `{path:.*}`, any number of them.
fn fits(pattern: &str, path: &str) -> bool {
    let (mut parts, mut segments) = (pattern.split('/'), path.split('/'));
    loop {
        match (parts.next(), segments.next()) {
            (None, None) => return true,
            (Some(part), Some(_)) if part.ends_with(":.*}") => return true,
            (Some(part), Some(segment)) if part == segment || part.starts_with('{') && !segment.is_empty() => {}
            _ => return false,
        }
    }
}

/// Answers a request that matched no route: 405 with `Allow` where the path has other methods, 404 elsewhere.
///
/// # Errors
/// Always.
pub async fn no_route(request: HttpRequest, table: Data<RouteTable>) -> Result<String, Problem> {
    let methods = table.methods(request.path());
    if methods.is_empty() || methods.iter().any(|method| *method == request.method().as_str()) {
        return Err(Problem::not_found());
    }
    Err(Problem::method_not_allowed(methods.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_the_methods_of_all_patterns_that_it_fits() {
        let table = RouteTable("/ GET\n/v1/shares/{id} GET DELETE\n/v1/shares/redeem POST\n/docs/{path:.*} GET\n");
        for (path, methods) in [
            ("/", "GET HEAD"),
            ("/v1/shares/redeem", "POST"),
            ("/v1/shares/other", "GET HEAD DELETE"),
            ("/docs/", "GET HEAD"),
            ("/docs/a/b.js", "GET HEAD"),
            ("/v1/shares/", ""),
            ("/v1/shares/a/b", ""),
            ("/v1/shares", ""),
            ("/docs", ""),
            ("", ""),
        ] {
            assert_eq!(table.methods(path).join(" "), methods, "{path}");
        }
    }
}
