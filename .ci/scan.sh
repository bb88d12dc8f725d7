#!/usr/bin/env bash
# Scans a running console with public tools: wapiti on the pages and forms, schemathesis on the server functions. A
# finding that end2end/scan/accepted.json does not give a reason for fails. Bounded: about eight minutes.
#
# The scan runs in a network namespace of its own, where there is nothing but loopback: what the tools send, and what
# they make the console send, stays here. Everything is kept in target/scan.
#
#   .ci/scan.sh target/debug/gateway-console
set -euo pipefail

readonly ROOT=$PWD SCAN=$PWD/end2end/scan OUT=$PWD/target/scan
readonly URL=http://127.0.0.1:3000

if [ "${1:-}" != --inside ]; then
  binary=$(realpath "$1")
  .ci/tools.sh python-venv
  .ci/packages.sh python end2end/scan/wapiti
  .ci/packages.sh python end2end/scan/schemathesis
  unshare --map-root-user --net true 2>/dev/null || { echo "scan: no network namespace to be had here (unshare --net)" >&2; exit 1; }
  exec unshare --map-root-user --net "$0" --inside "$binary"
fi

readonly BINARY=$2
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}
trap cleanup EXIT

ip link set lo up
rm -rf "$OUT"
mkdir -p "$OUT/home"
cd "$OUT"
export HOME=$OUT/home # the tools keep their configuration there
unset HTTP_PROXY HTTPS_PROXY ALL_PROXY http_proxy https_proxy all_proxy

# Nobody else has ports in this namespace.
CONSOLE_SITE_ROOT="$ROOT/target/site" "$BINARY" serve --listen "${URL#http://}" --data-dir data >console.log 2>&1 &
console=$!
pids+=("$console")
python3 "$SCAN/endpoint.py" 3999 &
pids+=($!)
for ((tries = 0; ; tries++)); do
  curl --silent --fail --output /dev/null "$URL/readyz" && break
  if [ "$tries" -ge 100 ] || ! kill -0 "$console"; then cat console.log >&2; exit 1; fi
  sleep 0.1
done

failed=0
# step NAME SECONDS COMMAND...: its output goes to NAME.log. Statuses in $tolerated are no failure of the tool.
step() {
  local name=$1 seconds=$2 begin=$SECONDS status=0
  shift 2
  timeout --kill-after=10 "$seconds" "$@" >"$name.log" 2>&1 || status=$?
  printf 'scan: %-14s %4d s\n' "$name" $((SECONDS - begin))
  if [ "$status" != 0 ] && [ "$status" != "${tolerated:-0}" ]; then
    echo "scan: $name ended with $status" >&2
    tail -n 20 "$name.log" >&2
    failed=1
  fi
}

python3 "$SCAN/openapi.py" "$ROOT/server/tests/it/routes.rs" >openapi.json
# First, while the demo is whole. 1: it found something, which the report tells.
tolerated=1 step schemathesis 100 "$SCAN/schemathesis/.venv/bin/schemathesis" run openapi.json --url "$URL" \
  --max-time 60 --seed 1 --phases examples,coverage,fuzzing --generation-database none --continue-on-failure \
  --checks all --exclude-checks positive_data_acceptance,ignored_auth \
  --report json --report-dir schemathesis --no-color

# Addresses of every page, from the table that the tests keep complete.
mapfile -t pages < <(sed -n '/pub const PAGES/,/^];/p' "$ROOT/server/tests/it/routes.rs" | grep -oE '"[^"]+"\),' | tr -d '"),')
[ "${#pages[@]}" -ge 20 ] || { echo "scan: the table of pages is not where it was" >&2; exit 1; }

# wapiti NAME SECONDS ARGUMENT...: modules that ask the internet (log4shell, nikto, wapp, takeover, …) are left out.
wapiti() {
  local name=$1 seconds=$2
  shift 2
  step "$name" "$seconds" "$SCAN/wapiti/.venv/bin/wapiti" --endpoint http://127.0.0.1:3999/ --scope domain \
    --store-session "sessions-$name" --store-config home --flush-session --no-bugreport --tasks 4 -t 10 -v 1 \
    -f json -o "$name.json" "$@"
}
readonly ATTACKS=xss,sql,exec,file,crlf,redirect,ssrf,xxe,permanentxss
# Pages and forms apart: a module does not get to forms before its time is up. Forms that delete come last, or nothing
# is left to attack.
starts=() deletions=()
for page in "${pages[@]}"; do
  case "$page" in */delete) deletions+=(-s "$URL$page") ;; *) starts+=(-s "$URL$page") ;; esac
done
wapiti wapiti-pages 200 -u "$URL/" "${starts[@]}" -x "$URL/*/delete" -d 2 --max-links-per-page 40 --max-files-per-dir 16 \
  --max-scan-time 30 --max-attack-time 10 -m "csp,http_headers,cookieflags,shellshock,backup,$ATTACKS"
wapiti wapiti-forms 300 -u "$URL/me" "${starts[@]}" -x "$URL/*/delete" -x "$URL/*?*" -d 1 \
  --max-scan-time 20 --max-attack-time 22 -m "csrf,$ATTACKS"
wapiti wapiti-deletions 90 -u "${deletions[1]}" "${deletions[@]}" -d 1 --max-scan-time 10 --max-attack-time 4 \
  -m "csrf,$ATTACKS,methods"

kill -0 "$console" 2>/dev/null || { echo "scan: the console did not live through it" >&2; failed=1; }
python3 "$SCAN/report.py" "$SCAN/accepted.json" "$OUT" || failed=1
exit "$failed"
