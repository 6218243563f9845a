//! The direction of the house: `enfilade → web → app → {engine, collect, crawl → content, store} → domain → language`.

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Fault;

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    /// `dev`, `build`, or nothing for an ordinary one.
    kind: Option<String>,
}

impl Dependency {
    fn is_dev(&self) -> bool {
        self.kind.as_deref() == Some("dev")
    }
}

const TESTKIT: &str = "enfilade-testkit";

/// Crates that may know JSON and derive its reading.
const KNOWS_JSON: [&str; 6] = ["enfilade-collect", "enfilade-app", "enfilade-web", "enfilade", TESTKIT, "xtask"];

/// The floor of a crate: it may see crates of lower floors only. `None` for a crate that nobody placed.
fn floor(name: &str) -> Option<u8> {
    Some(match name {
        "enfilade-language" => 0,
        "enfilade-domain" => 1,
        "enfilade-engine" | "enfilade-collect" | "enfilade-content" | "enfilade-store" | "enfilade-simulator" => 2,
        "enfilade-crawl" => 3,
        "enfilade-app" => 4,
        "enfilade-web" => 5,
        TESTKIT => 6,
        "enfilade" => 7,
        "xtask" => 8,
        _ => return None,
    })
}

/// Checks the output of `cargo metadata --no-deps`.
///
/// # Errors
/// The text is not such an output.
pub(super) fn check(metadata: &str) -> Result<Vec<Fault>> {
    let metadata: Metadata = serde_json::from_str(metadata).context("cargo metadata answered an unknown form")?;
    let mut faults = Vec::new();
    for package in &metadata.packages {
        let name = package.name.as_str();
        let Some(own_floor) = floor(name) else {
            faults.push(Fault::new(name, "this crate has no floor yet; place it in xtask/src/tidy/graph.rs"));
            continue;
        };
        for dependency in &package.dependencies {
            let other = dependency.name.as_str();
            if matches!(other, "serde" | "serde_json") && !dependency.is_dev() && !KNOWS_JSON.contains(&name) {
                faults.push(Fault::new(name, format!("may not depend on {other}; translate at the border instead")));
            }
            if other == TESTKIT {
                if !dependency.is_dev() {
                    faults.push(Fault::new(name, format!("may use {TESTKIT} as a dev-dependency only")));
                }
                continue;
            }
            if floor(other).is_some_and(|other_floor| other_floor >= own_floor) {
                faults.push(Fault::new(name, format!("may not see {other}: dependencies lead downwards only")));
            }
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(name: &str, dependency: &str, kind: &str) -> Vec<Fault> {
        let dependency = format!("{{\"name\":\"{dependency}\",\"kind\":{kind}}}");
        check(&format!("{{\"packages\":[{{\"name\":\"{name}\",\"dependencies\":[{dependency}]}}]}}")).unwrap()
    }

    #[test]
    fn downwards_is_allowed() {
        assert!(faults("enfilade-web", "enfilade-engine", "null").is_empty());
        assert!(faults("enfilade", "enfilade-web", "null").is_empty());
        assert!(faults("enfilade-engine", "proptest", "\"dev\"").is_empty());
    }

    #[test]
    fn upwards_and_sideways_fail() {
        assert_eq!(faults("enfilade-domain", "enfilade-engine", "null").len(), 1);
        assert_eq!(faults("enfilade-engine", "enfilade-store", "null").len(), 1);
        assert_eq!(faults("enfilade-collect", "enfilade-engine", "\"dev\"").len(), 1);
        assert_eq!(faults("enfilade-app", "enfilade-web", "null").len(), 1);
    }

    #[test]
    fn the_testkit_is_for_tests() {
        assert_eq!(faults("enfilade-app", TESTKIT, "null").len(), 1);
        assert!(faults("enfilade-store", TESTKIT, "\"dev\"").is_empty());
    }

    #[test]
    fn json_stays_at_the_borders() {
        assert_eq!(faults("enfilade-store", "serde_json", "null").len(), 1);
        assert_eq!(faults("enfilade-domain", "serde", "null").len(), 1);
        assert!(faults("enfilade-collect", "serde_json", "null").is_empty());
    }

    #[test]
    fn a_crate_without_floor_fails() {
        assert_eq!(faults("enfilade-new", "jiff", "null").len(), 1);
    }

    #[test]
    fn nonsense_is_an_error() {
        assert!(check("nonsense").is_err());
    }
}
