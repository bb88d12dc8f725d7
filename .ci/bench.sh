#!/usr/bin/env bash
# Measures the release build: time to the first answer, latency and throughput of a page, memory, size of the bundle.
# The emulator runs as a process of its own, so that the figures are the console's; at the end once more embedded.
# Bounded: about half a minute. A figure over its limit is printed and fails.
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

failed=0
# within FIGURE LIMIT: fails the run, at its end, when a figure is over its limit.
within() {
  if awk -v a="$1" -v b="$2" 'BEGIN { exit !(a > b) }'; then echo "bench:   over the limit of $2" >&2; failed=1; fi
}

begin=$(now_ms)
"$BINARY" serve --config console.toml --listen "127.0.0.1:$web" --data-dir data --no-emulator >console.log 2>&1 &
console=$!
pids+=("$console")
until_open "$web" "$console" console.log
curl --silent --fail --output /dev/null "http://127.0.0.1:$web/healthz"
took=$(($(now_ms) - begin))
printf 'bench: start to first /healthz     %6d ms (empty data folder)\n' "$took"
within "$took" 150

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

# post PATH FIELD=VALUE...: a form, as a browser without scripts sends it; anything but a redirect is an error.
post() {
  local path=$1 fields=() field status
  shift
  for field in "$@"; do fields+=(--data-urlencode "$field"); done
  status=$(curl --silent --output answer.html --write-out '%{http_code}' "${fields[@]}" "http://127.0.0.1:$web$path")
  [ "$status" = 303 ] || { echo "bench: POST $path answered $status" >&2; cat answer.html >&2; exit 1; }
}
# The journey: two backends and a pool, a chat, the audit of them.
journey() {
  local name
  for name in bench-a bench-b; do
    post /g/local/backends/new kind=single do=save "name=$name" "url=https://$name.example/openai" protocol=http
  done
  post /g/local/backends/new kind=pool do=save name=bench-pool member.0.id=bench-a member.0.weight=80 member.1.id=bench-b member.1.weight=20
  curl --silent --fail --output /dev/null --data-urlencode do=send --data-urlencode 'prompt=Say something about rivers' \
    --data-urlencode deployment=gpt-4o --data-urlencode api_path=openai --data-urlencode subscription=demo "http://127.0.0.1:$web/g/local/playground"
  for path in /g/local /g/local/backends/bench-pool /g/local/backends/bench-pool/edit /audit /operations; do
    curl --silent --fail --output /dev/null "http://127.0.0.1:$web$path"
  done
}
journey
printf 'bench: memory after the journey    %6s MiB\n' "$(memory "$console")"
within "$(memory "$console")" 64
kill "$console" && wait "$console" || true

"$BINARY" serve --listen "127.0.0.1:$web" --data-dir embedded --emulator-arm-listen 127.0.0.1:0 --emulator-gateway-listen 127.0.0.1:0 >embedded.log 2>&1 &
embedded=$!
pids+=("$embedded")
until_open "$web" "$embedded" embedded.log
load /g/local/backends
printf 'bench: memory with the emulator    %6s MiB (embedded, before a token is counted)\n' "$(memory "$embedded")"
within "$(memory "$embedded")" 64
printf 'bench: binary                      %6d kB\n' $(($(stat -c %s "$BINARY") / 1000))

cd - >/dev/null
.ci/bundle-size.sh
exit "$failed"
