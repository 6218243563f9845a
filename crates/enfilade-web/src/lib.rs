//! Collection endpoints, pages, charts and the one place where errors become responses.

pub mod assets;
pub mod charts;
pub mod collection;
pub mod components;
pub mod pages;
pub mod site;
