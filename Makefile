# The entry points. `make help` lists them. A tool that is missing is installed by the target that needs it, at the
# version pinned in .ci/tools.sh; everything is quick when nothing has changed.
#
# No special linker is set up: rustc's default on x86_64 Linux is lld already.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

# Cargo's target folder may be elsewhere (CI keeps it in a cache); the site and the logs stay in ./target.
export TARGET_DIR := $(abspath $(or $(CARGO_TARGET_DIR),target))
export CARGO_TARGET_DIR := $(TARGET_DIR)
export PATH := $(CURDIR)/style/node_modules/.bin:$(HOME)/.cargo/bin:$(PATH)
# The server's workspace: never together with `frontend`, whose features (hydrate) exclude the server's (ssr).
SERVER_PACKAGES := --workspace --exclude frontend
BUNDLE := target/hash.txt
BUNDLE_SOURCES := $(shell find app/src app/Cargo.toml frontend/src frontend/Cargo.toml crates/ui/src crates/ui/Cargo.toml \
  crates/domain/src crates/domain/Cargo.toml crates/policy/src crates/policy/Cargo.toml public \
  style -path '*/node_modules' -prune -o -type f -print 2>/dev/null) Cargo.toml Cargo.lock .ci/bundle.sh

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- run and build ----------------------------------------------------------------------------------------------

.PHONY: run
run: bundle ## Start the console with the embedded emulator on http://127.0.0.1:3000
	@cargo build --locked --package server
	@CONSOLE_SITE_ROOT=target/site exec $(TARGET_DIR)/debug/gateway-console serve $(ARGS)

.PHONY: build
build: bundle ## Release: target/release/gateway-console and target/site
	@cargo build --locked --release --package server
	@if [ "$(TARGET_DIR)" != "$(CURDIR)/target" ]; then mkdir -p target/release; cp $(TARGET_DIR)/release/gateway-console target/release/; fi

.PHONY: bundle
bundle: $(BUNDLE) ## What the browser loads: target/site

# The table of hashes without the files it names is no bundle.
ifeq ($(wildcard target/site/pkg/*.wasm.br),)
.PHONY: $(BUNDLE)
endif

$(BUNDLE): $(BUNDLE_SOURCES)
	@.ci/tools.sh wasm-target cargo-leptos wasm-bindgen
	@.ci/packages.sh npm style
	@.ci/bundle.sh

# ---- check ------------------------------------------------------------------------------------------------------

CHECKS := check-format check-rules check-dependencies check-licences check-unused check-lint-server check-lint-browser check-types check-bundle-size

.PHONY: check $(CHECKS)
check: ## Format, lints, dependency and source rules, licences, unused dependencies, bundle size
	@.ci/steps.sh $(CHECKS)

check-format:
	cargo fmt --all --check

check-rules:
	.ci/source-rules.sh

check-dependencies:
	.ci/dependency-rules.sh

check-licences:
	@.ci/tools.sh cargo-deny
	.ci/deny.sh

check-unused:
	@.ci/tools.sh cargo-machete
	cargo machete --with-metadata app frontend server crates

# The server's features turn on `ssr` in app and ui for the whole command.
check-lint-server:
	cargo clippy --locked $(SERVER_PACKAGES) --all-targets -- -D warnings

check-lint-browser:
	@.ci/tools.sh wasm-target
	cargo clippy --locked --package frontend --target wasm32-unknown-unknown -- -D warnings

check-types:
	@.ci/packages.sh npm end2end
	cd end2end && npm run --silent types

check-bundle-size: bundle
	.ci/bundle-size.sh

# ---- test -------------------------------------------------------------------------------------------------------

TESTS := test-rust test-sdk-python test-sdk-js test-browser

.PHONY: test $(TESTS) test-binary
test: ## Everything CI runs: check, Rust tests, Azure and OpenAI SDK clients, browser tests
	@.ci/steps.sh $(CHECKS) $(TESTS)

test-rust:
	@.ci/tools.sh cargo-nextest
	cargo nextest run --locked $(SERVER_PACKAGES) --no-fail-fast

# The same compilation as test-rust: the server binary is built for its integration tests.
test-binary:
	@.ci/tools.sh cargo-nextest
	@cargo nextest run --locked $(SERVER_PACKAGES) --no-run --cargo-quiet

test-sdk-python: test-binary
	@.ci/tools.sh python-venv
	@.ci/packages.sh python end2end
	cd end2end && CONSOLE_BIN=$(TARGET_DIR)/debug/gateway-console .venv/bin/python -m pytest sdk -q

test-sdk-js: test-binary
	@.ci/packages.sh npm end2end
	cd end2end && CONSOLE_BIN=$(TARGET_DIR)/debug/gateway-console npm run --silent sdk

test-browser: test-binary bundle
	@.ci/tools.sh chromium
	@.ci/packages.sh npm end2end
	cd end2end && CONSOLE_BIN=$(TARGET_DIR)/debug/gateway-console npx --no-install playwright test $(ARGS)

# ---- scan -------------------------------------------------------------------------------------------------------

.PHONY: scan
scan: test-binary bundle ## Scan a running console with public tools; a finding without a reason fails
	@.ci/scan.sh $(TARGET_DIR)/debug/gateway-console

.PHONY: audit
audit: ## Known vulnerabilities of crates and npm packages (needs the network)
	@.ci/tools.sh cargo-deny
	ADVISORIES=1 .ci/deny.sh
	cd end2end && npm audit
	cd style && npm audit

# ---- measure and clean ------------------------------------------------------------------------------------------

.PHONY: bench
bench: build ## Measure the release build: start, latency, memory, bundle size
	@.ci/bench.sh $(TARGET_DIR)/release/gateway-console

.PHONY: clean
clean: ## Remove what builds and tests left (not ./data, not installed tools)
	cargo clean
	rm -rf target end2end/test-results end2end/artefacts end2end/.venv end2end/scan/*/.venv end2end/node_modules style/node_modules
