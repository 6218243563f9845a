//! Build: what each piece of content is for.

pub mod library;
