//! The kinds of problems about imports.

use crate::platform::http::problem::kinds;

kinds! {
    /// The file cannot be imported at all.
    IMPORT_REFUSED = 422 "import_refused" "The file cannot be imported";
    /// The file does not say which habit or pain it holds, and another one seems to be there under the same name.
    SOURCE_UNCLEAR = 422 "source_unclear" "The file does not say whose data it is";
}
