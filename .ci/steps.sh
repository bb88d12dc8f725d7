#!/usr/bin/env bash
# Runs make targets one after the other, keeps each one's output in target/test-logs/, goes on after a failure (one run
# shows all that is wrong) and ends with a table. Fails when a step failed.
#
#   .ci/steps.sh TARGET...
set -uo pipefail

logs=target/test-logs
mkdir -p "$logs"
summary="" failed=0
started=$SECONDS
for step in "$@"; do
  printf '\n== %s\n' "$step"
  begin=$SECONDS
  "${MAKE:-make}" --no-print-directory "$step" 2>&1 </dev/null | tee "$logs/$step.log"
  if [ "${PIPESTATUS[0]}" = 0 ]; then outcome=ok; else outcome=FAILED failed=1; fi
  summary+=$(printf '  %-22s %-7s %5ds   %s' "$step" "$outcome" $((SECONDS - begin)) "$logs/$step.log")$'\n'
done
printf '\n%s  all: %ds\n' "$summary" $((SECONDS - started)) | tee "$logs/summary.txt"
exit "$failed"
