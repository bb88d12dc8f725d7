//! `sqlx::migrate!` embeds the SQL files; a new file alone would not make cargo compile again.
#![allow(clippy::print_stdout, reason = "cargo reads a build script's standard output")]

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
}
