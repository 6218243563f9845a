//! The script and other people's SDKs as real clients of the collection endpoints.

mod browser;
mod chromium;
mod site;
