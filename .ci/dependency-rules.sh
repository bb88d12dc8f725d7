#!/usr/bin/env bash
# Proves the direction of dependencies between the workspace's crates, with cargo's own graph. Build and development
# dependencies are left out, except where a rule says so: tests may use what the product may not.
set -euo pipefail

failed=0
fail() { printf 'dependency-rules: %s\n' "$*" >&2; failed=1; }

# graph PACKAGE [cargo tree arguments]: every package that is linked into PACKAGE, one name a line.
graph() {
  cargo tree --locked --quiet --package "$1" --edges normal --prefix none --format '{p}' "${@:2}" | cut -d' ' -f1 | sort -u
}

# forbid WHAT GRAPH NAME...
forbid() {
  local what=$1 names=$2 name
  for name in "${@:3}"; do
    if grep -qx -- "$name" <<<"$names"; then fail "$what must not contain $name"; fi
  done
}

# An assignment of its own for each graph: a failure of cargo inside an argument would pass unseen.
graph=$(graph frontend --target wasm32-unknown-unknown)
grep -qx app <<<"$graph" || fail "the browser build does not contain app: the graph was not read"
forbid "the browser build" "$graph" tokio sqlx sqlx-core axum reqwest hyper apim control store emulator server tower-http

for pure in policy domain; do
  graph=$(graph "$pure")
  forbid "$pure (it is pure)" "$graph" tokio reqwest sqlx axum hyper leptos apim store control emulator app ui
done
graph=$(graph domain)
forbid "domain (the vocabulary of all others)" "$graph" policy
graph=$(graph ui)
forbid "ui (it knows nothing of the product)" "$graph" domain policy control app
graph=$(graph emulator)
forbid "emulator (it must not share the models of the client that it tests)" "$graph" apim control store domain app
graph=$(graph apim)
forbid "apim" "$graph" store control app axum leptos sqlx emulator
graph=$(graph store)
forbid "store" "$graph" apim control app axum leptos reqwest emulator
graph=$(graph control)
forbid "control" "$graph" app server axum leptos emulator
graph=$(graph app --features ssr --depth 1)
forbid "app, directly (it calls control)" "$graph" store apim sqlx reqwest emulator

# A second version of one of these is a second runtime, or types that do not fit each other.
for name in leptos leptos_axum leptos_router leptos_meta sqlx sqlx-core reqwest rustls axum wasm-bindgen; do
  versions=$(grep -cx "name = \"$name\"" Cargo.lock || true)
  [ "$versions" = 1 ] || fail "Cargo.lock has $versions versions of $name: exactly one is wanted"
done

[ "$failed" = 0 ] && echo "dependency-rules: ok"
exit "$failed"
