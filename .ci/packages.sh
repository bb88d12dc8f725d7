#!/usr/bin/env bash
# Installs the packages of a folder as its lock file says, and only when the lock file has changed since.
#
#   .ci/packages.sh npm FOLDER       FOLDER/node_modules from FOLDER/package-lock.json
#   .ci/packages.sh python FOLDER    FOLDER/.venv from FOLDER/requirements.txt, or FOLDER/sdk/requirements.txt
set -euo pipefail

kind=$1 folder=$2
case "$kind" in
  npm) lock="$folder/package-lock.json" stamp="$folder/node_modules/.lock-hash" ;;
  python)
    lock="$folder/requirements.txt" stamp="$folder/.venv/.lock-hash"
    [ -f "$lock" ] || lock="$folder/sdk/requirements.txt"
    ;;
  *) echo "packages: unknown kind $kind" >&2; exit 2 ;;
esac

[ -f "$lock" ] || { echo "packages: $lock is missing" >&2; exit 1; }
# The folder is part of the hash: a virtual environment holds absolute paths.
hash=$( { cat "$lock"; realpath "$folder"; } | sha256sum | cut -d' ' -f1)
[ "$(cat "$stamp" 2>/dev/null || true)" = "$hash" ] && exit 0

echo "packages: installing $lock" >&2
if [ "$kind" = npm ]; then
  (
    cd "$folder"
    # The browser is the system's own; Playwright must not fetch another.
    export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
    # `npm ci` refuses a lock file that lacks the optional binaries of other systems, which is how one is written where
    # those cannot be had. `npm install` follows the same lock file without writing it.
    npm ci --no-audit --no-fund --loglevel=error >/dev/null 2>&1 ||
      npm install --no-save --no-audit --no-fund --loglevel=error
  )
else
  rm -rf "$folder/.venv"
  python3 -m venv "$folder/.venv"
  "$folder/.venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$lock"
fi
printf '%s\n' "$hash" >"$stamp"
