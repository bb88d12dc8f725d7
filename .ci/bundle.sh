#!/usr/bin/env bash
# Builds what the browser loads (WebAssembly, JavaScript, CSS, static files) into target/site, hashed and precompressed.
# There is one bundle for `make run`, `make test` and `make build`: the optimised one, so that what is tested is what ships.
#
# TARGET_DIR is cargo's target folder; the site always stays in ./target/site. The table of hashes that the server needs
# at run time lies beside the site, as target/hash.txt: where the server looks for it, whichever folder its binary is in.
set -euo pipefail

: "${TARGET_DIR:=target}"
rm -f target/hash.txt "$TARGET_DIR/release/hash.txt"
CARGO_TARGET_DIR="$TARGET_DIR" cargo leptos build --release --frontend-only --precompress --cargo-locked
for kind in wasm js css; do
  ls target/site/pkg/*."$kind" >/dev/null || { echo "bundle: no .$kind in target/site/pkg" >&2; exit 1; }
done
cp "$TARGET_DIR/release/hash.txt" target/hash.txt
