//! Where someone goes on after signing in: only ever a path of our own.

/// The path, or `/` for anything that could lead elsewhere.
pub fn own_path(path: &str) -> String {
    let is_own = path.starts_with('/') && !path.starts_with("//") && path.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    let is_page = !path.starts_with("/auth/") && !path.starts_with("/api/");
    if is_own && is_page { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn leads_to_no_other_site() {
        assert_eq!(own_path("/g/local/backends?text=a%20b"), "/g/local/backends?text=a%20b");
        for bad in ["https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x=y", "", "/auth/logout", "/api/x"] {
            assert_eq!(own_path(bad), "/", "{bad:?}");
        }
    }
}
