//! Who acts. Each way of signing in ends in the same thing: a [`control::Op`] in the request's
//! extensions, which pages, forms, server functions and the relay take from there.

pub(crate) mod local;
