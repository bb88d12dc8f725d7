#!/usr/bin/env bash
# Measures the release build: time to the first answer, latency and throughput of a page, memory, size of the bundle.
# The emulator runs as a process of its own, so that the figures are the console's. Bounded: about half a minute.
#
#   .ci/bench.sh target/release/gateway-console
set -euo pipefail

readonly BINARY=$(realpath "$1")
readonly REQUESTS=2000 WORKERS=8
readonly FOLDER=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$FOLDER"
}
trap cleanup EXIT

read -r web arm gateway < <(python3 - <<'PY'
import socket
held = [socket.socket() for _ in range(3)]
for one in held: one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in held))
PY
)
now_ms() { date +%s%3N; }
# until_open PORT PID LOG: waits for a listener, at most 30 s, and says why when the process has ended.
until_open() {
  local deadline=$(($(now_ms) + 30000))
  until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do
    if ! kill -0 "$2" 2>/dev/null || [ "$(now_ms)" -gt "$deadline" ]; then cat "$3" >&2; exit 1; fi
    sleep 0.01
  done
}

cd "$FOLDER"
"$BINARY" emulator --arm-listen "127.0.0.1:$arm" --gateway-listen "127.0.0.1:$gateway" --seed demo >emulator.log 2>&1 &
emulator=$!
pids+=("$emulator")
until_open "$arm" "$emulator" emulator.log
cat >console.toml <<TOML
[[gateway]]
name = "local"
subscription_id = "00000000-0000-0000-0000-000000000001"
resource_group = "local"
service = "local-apim"
arm_url = "http://127.0.0.1:$arm"
gateway_url = "http://127.0.0.1:$gateway"
credential = "emulator"
TOML

begin=$(now_ms)
"$BINARY" serve --config console.toml --listen "127.0.0.1:$web" --data-dir data --no-emulator >console.log 2>&1 &
console=$!
pids+=("$console")
until_open "$web" "$console" console.log
curl --silent --fail --output /dev/null "http://127.0.0.1:$web/healthz"
printf 'bench: start to first /healthz     %6d ms (empty data folder)\n' $(($(now_ms) - begin))

memory() { awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$1/status"; }
printf 'bench: memory after start          %6s MiB\n' "$(memory "$console")"

# load PATH: REQUESTS requests over WORKERS kept-alive connections; prints median, 95th, 99th percentile and rate.
load() {
  local each=$((REQUESTS / WORKERS)) begin elapsed worker
  local workers=()
  begin=$(now_ms)
  for ((worker = 0; worker < WORKERS; worker++)); do
    # One curl, many requests, one connection. A status other than 200 is reported below.
    curl --silent --output /dev/null --write-out '%{http_code} %{time_total}\n' "http://127.0.0.1:$web$1?n=[1-$each]" >"times.$worker" &
    workers+=($!)
  done
  wait "${workers[@]}"
  elapsed=$(($(now_ms) - begin))
  cat times.* | awk '$1 != 200 { bad++ } { print $2 * 1000 } END { if (bad) { print "bench: " bad " answers were not 200" > "/dev/stderr"; exit 1 } }' | sort -n |
    awk -v path="$1" -v ms="$elapsed" '{ t[NR] = $1 } END { printf "bench: %-24s p50 %.1f ms  p95 %.1f ms  p99 %.1f ms  %.0f/s (%d requests)\n", path, t[int(NR * .5)], t[int(NR * .95)], t[int(NR * .99)], NR * 1000 / ms, NR }'
}
load /healthz
load /g/local/backends
printf 'bench: memory after the requests   %6s MiB\n' "$(memory "$console")"
printf 'bench: binary                      %6d kB\n' $(($(stat -c %s "$BINARY") / 1000))

cd - >/dev/null
.ci/bundle-size.sh
