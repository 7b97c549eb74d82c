//! Versions of PostgreSQL, as its programs tell them.

use std::fmt;

/// A version as `postgres --version` tells it. A release is newer than any beta.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    released: bool,
    /// The major version: what must match a cluster's `PG_VERSION`.
    pub major: u32,
    minor: u32,
}

impl Version {
    /// Reads `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`, `… 18beta2`, `… 9.6.24`.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let number = line
            .split_once("(PostgreSQL) ")?
            .1
            .split_whitespace()
            .next()?;
        let end = number
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(number.len());
        let (major, rest) = number.split_at(end);
        let minor = rest
            .strip_prefix('.')
            .map(|rest| rest.split('.').next().unwrap_or_default());
        Some(Self {
            released: minor.is_some(),
            major: major.parse().ok()?,
            minor: minor.map_or(Ok(0), str::parse).ok()?,
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.released {
            write!(f, "{}.{}", self.major, self.minor)
        } else {
            write!(f, "{} (not yet released)", self.major)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_ordered_as_numbers() {
        let mut versions: Vec<Version> = ["15.14", "9.6.24", "15.3", "19devel", "17.0", "18beta2"]
            .iter()
            .map(|number| {
                Version::parse(&format!("postgres (PostgreSQL) {number} (X 1)\n")).unwrap()
            })
            .collect();
        versions.sort();
        let shown: Vec<String> = versions.iter().map(ToString::to_string).collect();
        let unreleased = ["18 (not yet released)", "19 (not yet released)"];
        assert_eq!(shown[..2], unreleased);
        assert_eq!(shown[2..], ["9.6", "15.3", "15.14", "17.0"]);
        assert_eq!(Version::parse("psql 3"), None);
    }
}
