//! The script and other people's SDKs as real clients of the collection endpoints.

#[path = "../../tests/accessible.rs"]
mod accessible;
mod browser;
mod chromium;
#[path = "../../tests/sheets/mod.rs"]
mod sheets;
mod site;
