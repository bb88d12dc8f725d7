//! Leptos' options, built here instead of read from build-time variables, so that the binary runs
//! the same from a build folder, a container and a test.

use leptos::config::{Env, LeptosOptions};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

const OUTPUT_NAME: &str = "console";
/// The folder of the hashed files inside the site root, and the first segment of their paths.
pub const PKG_DIR: &str = "pkg";

/// The site root: as configured, else `LEPTOS_SITE_ROOT`, else `target/site` here, else `site`
/// beside the binary's folder.
pub fn find_root(configured: Option<PathBuf>) -> PathBuf {
    let from_build = || std::env::var_os("LEPTOS_SITE_ROOT").map(PathBuf::from);
    let here = PathBuf::from("target/site");
    let beside = || Some(std::env::current_exe().ok()?.parent()?.parent()?.join("site"));
    let found = configured.or_else(from_build).or_else(|| here.is_dir().then(|| here.clone()));
    found.or_else(|| beside().filter(|path| path.is_dir())).unwrap_or(here)
}

/// Options for the files in `site_root`, with hashed names exactly when the build hashed them.
pub fn leptos_options(site_root: &Path, listen: SocketAddr) -> LeptosOptions {
    let mut options = LeptosOptions::builder()
        .output_name(OUTPUT_NAME)
        .site_root(site_root.to_string_lossy().into_owned())
        .site_pkg_dir(PKG_DIR)
        .site_addr(listen)
        .env(Env::PROD)
        .build();
    if let Some(hash_file) = find_hash_file(site_root) {
        options.hash_files = true;
        options.hash_file = hash_file.to_string_lossy().into();
    } else if !site_root.join(PKG_DIR).join(format!("{OUTPUT_NAME}.js")).is_file() {
        tracing::warn!(site_root = %site_root.display(), "the browser's files are not there or do not match their hash file: pages work, but without scripts and styles");
    }
    options
}

/// The hash file that belongs to these files. Leptos joins it to the binary's folder, which an
/// absolute path replaces, and fails on one that is absent: so only one that names files which are
/// there is taken.
fn find_hash_file(site_root: &Path) -> Option<PathBuf> {
    let name = std::env::var_os("LEPTOS_HASH_FILE_NAME").map_or_else(|| PathBuf::from("hash.txt"), PathBuf::from);
    let binary = std::env::current_exe().ok().and_then(|path| Some(path.parent()?.to_owned()));
    let builds = site_root.parent().map(Path::to_owned).unwrap_or_default();
    let places = binary.into_iter().chain([builds.join("release"), builds.join("debug"), builds, site_root.to_owned()]);
    places.map(|place| place.join(&name)).filter(|path| names_existing_files(path, site_root)).find_map(|path| path.canonicalize().ok())
}

fn names_existing_files(hash_file: &Path, site_root: &Path) -> bool {
    let Ok(text) = std::fs::read_to_string(hash_file) else {
        return false;
    };
    let hash = |kind: &str| {
        text.lines().find_map(|line| line.split_once(':').filter(|(name, _)| name.trim() == kind).map(|(_, hash)| hash.trim()))
    };
    ["js", "wasm", "css"]
        .into_iter()
        .all(|kind| hash(kind).is_some_and(|hash| site_root.join(PKG_DIR).join(format!("{OUTPUT_NAME}.{hash}.{kind}")).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn hashed_names_are_used_only_when_the_files_bear_them() {
        let target = tempfile::tempdir().unwrap();
        let site = target.path().join("site");
        let pkg = site.join(PKG_DIR);
        fs::create_dir_all(&pkg).unwrap();
        fs::create_dir_all(target.path().join("release")).unwrap();
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        assert!(!leptos_options(&site, listen).hash_files);

        let hash_file = target.path().join("release/hash.txt");
        fs::write(&hash_file, "js: AAA\nwasm: BBB\ncss: CCC\n").unwrap();
        assert!(!leptos_options(&site, listen).hash_files, "a stale hash file");

        for name in ["console.AAA.js", "console.BBB.wasm", "console.CCC.css"] {
            fs::write(pkg.join(name), "").unwrap();
        }
        let options = leptos_options(&site, listen);
        assert!(options.hash_files);
        assert_eq!(Path::new(&*options.hash_file), hash_file.canonicalize().unwrap());
    }
}
