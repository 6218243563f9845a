//! Parts that every page is made of: the shell, forms, links, marks and words.

pub mod fields;
pub mod first_steps;
pub mod forms;
pub mod links;
pub mod marks;
pub mod sentences;
pub mod shell;
pub mod words;
