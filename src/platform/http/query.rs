use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr;

use actix_web::{HttpRequest, web};

use super::Problem;
use super::problem::MALFORMED;
use crate::platform::input::FieldErrors;

/// The parameters after `?`, taken one by one; what nobody took is an error, and so is a repeated one
/// that is not a list.
pub struct Query {
    parameters: BTreeMap<String, Vec<String>>,
    errors: FieldErrors,
}

impl Query {
    /// The parameters of a request.
    pub(super) fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(request.query_string());
        let pairs = pairs.map_err(|_| Problem::new(MALFORMED, "The query cannot be read."))?;
        let mut query = Self { parameters: BTreeMap::new(), errors: FieldErrors::none() };
        for (name, value) in pairs.into_inner() {
            query.parameters.entry(name).or_default().push(value);
        }
        Ok(query)
    }

    /// Takes the parameter `name`, if it was given.
    pub fn take<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Into<Cow<'static, str>>,
    {
        let parsed = self.single(name)?.parse::<T>();
        parsed.map_err(|detail| self.error(name, "invalid_parameter", detail.into())).ok()
    }

    /// Takes the parameter `name`, which must be given; nothing only when that is an error.
    pub fn require<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Into<Cow<'static, str>>,
    {
        if !self.parameters.contains_key(name) {
            self.error(name, "missing", "is required");
        }
        self.take(name)
    }

    /// Takes an integer from `min` to `max`.
    pub fn take_integer(&mut self, name: &str, min: u32, max: u32) -> Option<u32> {
        let text = self.single(name)?;
        let number = text.parse().ok().filter(|number| (min..=max).contains(number));
        if number.is_none() {
            self.error(name, "out_of_range", format!("must be an integer between {min} and {max}"));
        }
        number
    }

    /// Takes `true` or `false`.
    pub fn take_flag(&mut self, name: &str) -> Option<bool> {
        let flag = self.single(name)?.parse().ok();
        if flag.is_none() {
            self.error(name, "invalid_parameter", "must be true or false");
        }
        flag
    }

    /// Takes a parameter that may be given any number of times, in the order given.
    pub fn take_all(&mut self, name: &str) -> Vec<String> {
        self.parameters.remove(name).unwrap_or_default()
    }

    fn single(&mut self, name: &str) -> Option<String> {
        let mut values = self.parameters.remove(name)?;
        if values.len() > 1 {
            self.error(name, "repeated_parameter", "must be given once");
        }
        values.pop()
    }

    /// Notes that a parameter is wrong.
    pub fn error(&mut self, name: &str, code: &'static str, detail: impl Into<String>) {
        self.errors.add(format!("?{name}"), code, detail);
    }

    /// Ends the taking.
    ///
    /// # Errors
    /// Every parameter that is wrong or unknown here.
    pub fn finish(mut self) -> Result<(), FieldErrors> {
        for name in std::mem::take(&mut self.parameters).into_keys() {
            self.error(&name, "unknown_parameter", "is not a parameter here");
        }
        self.errors.or(())
    }
}
