//! The language in force on a thread. A page is drawn on one thread without a pause, so nobody has to carry it about.

use std::cell::Cell;
use std::marker::PhantomData;

use crate::Language;

thread_local! {
    static IN_FORCE: Cell<Option<&'static Language>> = const { Cell::new(None) };
}

/// Keeps a language in force until it is dropped; then the one before is in force again.
#[derive(Debug)]
#[must_use = "the language is in force only as long as this is held"]
pub struct InForce {
    before: Option<&'static Language>,
    /// It must be dropped on the thread on which it was made.
    on_this_thread: PhantomData<*const ()>,
}

impl Drop for InForce {
    fn drop(&mut self) {
        IN_FORCE.set(self.before);
    }
}

/// Puts a language in force on this thread; `None` is English.
pub fn put_in_force(language: Option<&'static Language>) -> InForce {
    InForce { before: IN_FORCE.replace(language), on_this_thread: PhantomData }
}

/// The language in force on this thread; `None` is English. Whoever goes on in another thread takes it along.
#[must_use]
pub fn in_force() -> Option<&'static Language> {
    IN_FORCE.get()
}

/// Makes something that is kept or sent on in English, whatever the page around it speaks.
pub fn in_english<T>(make: impl FnOnce() -> T) -> T {
    let _english = put_in_force(None);
    make()
}

/// Tells one language from another while the program runs; English is 0. What is held of a page is held for one of them.
#[must_use]
pub fn mark() -> usize {
    in_force().map_or(0, |language| std::ptr::from_ref(language).addr())
}

/// The language in force as a page declares it, such as "de".
#[must_use]
pub fn code() -> &'static str {
    in_force().map_or("en", Language::code)
}
