#!/usr/bin/env bash
# Rules about the source that no compiler checks. Each says why; a line that breaks one is printed.
set -euo pipefail

failed=0
# deny WHY HITS: hits are lines of FILE:LINE:TEXT.
deny() {
  if [ -n "$2" ]; then
    printf 'source-rules: %s\n%s\n' "$1" "$(sed 's/^/  /' <<<"$2")" >&2
    failed=1
  fi
}

# find_in PATTERN FOLDER...: where the product's own Rust matches. Comments are left out, and so are tests: they quote
# markup, paths and SQL in order to look for them.
find_in() {
  find "${@:2}" -name '*.rs' -not -name tests.rs -not -path '*/tests/*' -print0 2>/dev/null | sort -z |
    PATTERN=$1 xargs -0 -r perl -ne '
      if ($. == 1) { $test = 0; $pending = 0 }
      if (/^\s*#\[cfg\(test\)\]/) { $pending = 1 }
      elsif ($pending && /^\s*(pub(\(\w+\))? )?mod \w+ \{/) { $test = 1 }
      elsif (!/^\s*#\[/) { $pending = 0 }
      print "$ARGV:$.:$_" if !$test && !m{^\s*//} && /$ENV{PATTERN}/;
      close ARGV if eof;
    '
}
outside() { grep -vE "^($1):" || true; }

deny "leptos does not escape the children of <textarea>: use ui::SafeTextarea" \
  "$(find_in '<textarea' app/src crates/ui/src | outside 'crates/ui/src/safe_textarea\.rs')"
deny "leptos_meta does not escape <Title>: use ui::PageTitle" \
  "$(find_in '<Title\b|leptos_meta::(\{[^}]*\b)?Title\b' app/src crates/ui/src | outside 'crates/ui/src/page_title\.rs')"
deny "inner_html is not escaped" "$(find_in '\binner_html\b' app/src crates/ui/src frontend/src)"
deny "the content security policy drops style attributes: use a class, SVG or <progress>" \
  "$(find_in '(^|\s)style(:[a-z-]+)?=' app/src crates/ui/src)"
deny "paths are written once, in app/src/routes.rs (the route table has its patterns in path!())" \
  "$(find_in '(?<!path!\()"/g/' app/src server/src crates/ui/src crates/control/src | outside 'app/src/routes\.rs')"
deny "SQL belongs to crates/store" \
  "$(find_in '\bsqlx::|"\s*(SELECT|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM|CREATE TABLE|PRAGMA)\b' app/src frontend/src server/src crates/*/src | outside 'crates/store/[^:]*')"

# A server function without an endpoint would get a URL that a change of module breaks.
deny "a server function has a stable URL: #[server(endpoint = \"resource/verb\", …)]" \
  "$(find app/src -name '*.rs' -print0 2>/dev/null | xargs -0 -r perl -0777 -ne \
    'while (/^[ \t]*#\[server\b(?!\(default\))(\((?:[^()]|\([^()]*\))*\))?/mg) { my $a = $1 // ""; print "$ARGV:", 1 + (substr($_, 0, $-[0]) =~ tr/\n//), ": #[server]\n" unless $a =~ /endpoint\s*=|"\/api"/ }')"
# With it, cargo-leptos builds the browser with other server function URLs (the module path is put between prefix and
# endpoint) than plain cargo builds the server with.
deny "server-fn-mod-path changes the URLs of server functions in the browser only: remove it" \
  "$(grep -nE '^\s*server-fn-mod-path\s*=\s*true' Cargo.toml | sed 's/^/Cargo.toml:/' || true)"

long=$(find app frontend server crates end2end migrations .ci -name node_modules -prune -o -name .venv -prune -o -name artefacts -prune -o \
  \( -name '*.rs' -o -name '*.ts' -o -name '*.mjs' -o -name '*.py' -o -name '*.sh' \) -type f -print0 2>/dev/null |
  xargs -0 wc -l | awk '$2 != "total" && $1 > 400 { print $2 ":1: " $1 " lines" }')
deny "a file has at most 400 lines: split it by what its parts do" "$long"

# No host of a package registry belongs into a lock file: whoever installs has their own.
deny "lock files name no registry" \
  "$(grep -nE '"resolved": *"https?:' style/package-lock.json end2end/package-lock.json 2>/dev/null || true)"

[ "$failed" = 0 ] && echo "source-rules: ok"
exit "$failed"
