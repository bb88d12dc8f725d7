#!/usr/bin/env bash
# What a first visit downloads: WebAssembly, JavaScript and CSS together, after brotli. Only islands and the page's script
# are in it, so a new page must not show here.
set -euo pipefail

readonly LIMIT=$((350 * 1000)) # bytes
total=0
shopt -s nullglob globstar
for kind in wasm js css; do
  bytes=0 found=0
  for file in target/site/pkg/**/*."$kind".br; do
    bytes=$((bytes + $(stat -c %s "$file")))
    found=1
  done
  # wasm-bindgen and the stylesheet always leave one of each: none means that the bundle was not precompressed.
  [ "$found" = 1 ] || { echo "bundle-size: no .$kind.br in target/site/pkg: build it with 'make bundle'" >&2; exit 1; }
  printf 'bundle-size: %-4s %8d bytes brotli\n' "$kind" "$bytes"
  total=$((total + bytes))
done
printf 'bundle-size: all  %8d bytes; limit %d\n' "$total" "$LIMIT"
[ "$total" -le "$LIMIT" ] || { echo "bundle-size: over the limit by $((total - LIMIT)) bytes" >&2; exit 1; }
