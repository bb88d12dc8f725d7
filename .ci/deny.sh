#!/usr/bin/env bash
# Licences, banned and duplicate crates, and sources. Advisories need a database from the network, so they
# are checked when asked for: ADVISORIES=1.
set -euo pipefail
cargo deny --locked check bans licenses sources
if [ "${ADVISORIES:-0}" = 1 ]; then
  cargo deny check advisories
else
  echo "deny: advisories not checked (ADVISORIES=1 checks them; needs the network)"
fi
