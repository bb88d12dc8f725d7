//! Policy documents of API Management: so far, what a document refers to and where it sends calls.
//!
//! Pure and fit for the browser: no I/O, nothing of Azure's API. Documents are `rawxml` as people
//! write them, with C# expressions unescaped inside attributes and text, hence often not
//! well-formed; so this is a tolerant tokenizer, which never fails and never panics.

mod edit;
mod expression;
mod references;
mod scan;

pub use edit::put_first;
pub use references::{References, references, routed_backend};
