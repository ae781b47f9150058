//! The kinds of problems about accounts.

use crate::platform::http::problem::kinds;

kinds! {
    /// Wrong e-mail or password; which of them, is not said.
    BAD_CREDENTIALS = 401 "bad_credentials" "E-mail or password is wrong";
    /// The refresh token is not valid, or its session has ended.
    REFRESH_REFUSED = 401 "refresh_refused" "Sign in again";
    /// The e-mail address has an account already.
    EMAIL_TAKEN = 409 "email_taken" "This e-mail address has an account already";
}
