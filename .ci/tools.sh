#!/usr/bin/env bash
# Installs the tools a target needs, at the versions this project was built with. Quick when nothing is missing:
# each tool is asked for its version and left alone when it matches.
#
#   .ci/tools.sh TOOL...      wasm-target cargo-leptos wasm-bindgen cargo-nextest cargo-deny cargo-machete chromium python-venv
set -euo pipefail

readonly LEPTOS=0.3.10        # 0.3.11 needs a newer rustc
readonly WASM_BINDGEN=0.2.129 # equal to `wasm-bindgen` in Cargo.toml, or the bundle does not load
readonly NEXTEST=0.9.143
readonly DENY=0.20.2
readonly MACHETE=0.9.2

say() { printf 'tools: %s\n' "$*" >&2; }

# Compiling takes most of the time, and the tools are run for seconds: nothing is optimised but what a call names. Where
# OpenSSL's headers are on the system, none is compiled. The temporary target folder keeps the tools' dependencies out of
# the project's own.
cargo_install() {
  say "installing $1 $2 (once per machine)"
  (
    cd /
    unset CARGO_TARGET_DIR RUSTFLAGS
    export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0
    if pkg-config --exists openssl 2>/dev/null; then export OPENSSL_NO_VENDOR=1; fi
    cargo install "$1" --version "$2" --locked --force "${@:3}"
  )
}

# What compresses the bundle.
cargo_leptos() {
  local optimised=()
  for package in cargo-leptos brotli libflate; do
    optimised+=(--config "profile.release.package.$package.opt-level=2")
  done
  cargo_install cargo-leptos "$LEPTOS" --features no_downloads "${optimised[@]}"
}

# has COMMAND… VERSION: does the command's version output carry exactly this version?
has() {
  local version="${*: -1}"
  "${@:1:$#-1}" --version 2>/dev/null | grep -qE "(^|[ v])${version//./\\.}( |$)"
}

apt_install() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    say "$1 is missing: install it with the system's package manager"
    exit 1
  fi
  say "installing $*"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need() {
  case "$1" in
    wasm-target)
      [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown/lib" ] || rustup target add wasm32-unknown-unknown
      ;;
    cargo-leptos) has cargo leptos "$LEPTOS" || cargo_leptos ;;
    wasm-bindgen) has wasm-bindgen "$WASM_BINDGEN" || cargo_install wasm-bindgen-cli "$WASM_BINDGEN" ;;
    cargo-nextest) command -v cargo-nextest >/dev/null || cargo_install cargo-nextest "$NEXTEST" ;;
    cargo-deny) has cargo deny "$DENY" || cargo_install cargo-deny "$DENY" ;;
    cargo-machete) has cargo machete "$MACHETE" || cargo_install cargo-machete "$MACHETE" ;;
    chromium) [ -n "${CHROMIUM_PATH:-}" ] || command -v chromium >/dev/null || apt_install chromium ;;
    python-venv) python3 -c 'import venv, ensurepip' 2>/dev/null || apt_install python3 python3-venv ;;
    *) say "unknown tool: $1"; exit 2 ;;
  esac
}

for tool in "$@"; do need "$tool"; done
