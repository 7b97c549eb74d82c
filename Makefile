# The commands of everyday work; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test faults post-office calendars fuzz bench check fmt lint previews clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build Maru and start it on 127.0.0.1:8080 with sample data
	@scripts/need run
	cargo run --release --locked -- serve --sample-data

test: ## Everything that must hold: formatting, licences, lints, docs, every test
	@scripts/need test
	@scripts/test

faults: ## Kill workers and databases, and walk through what can happen, many times over
	@scripts/need test
	@scripts/faults

post-office: ## Maru's mail against real Postfix, Dovecot, SpamAssassin and dkimpy; needs root
	@scripts/need post-office
	cargo build --locked
	@$$([ "$$(id -u)" = 0 ] || echo sudo -n) tests/post_office/run $${CARGO_TARGET_DIR:-target}/debug/maru

calendars: ## Maru's calendars against icalendar, ical.js, libical, vdirsyncer and khal, its lists against feedparser, field by field
	@scripts/need calendars
	cargo build --locked
	@target=$${CARGO_TARGET_DIR:-target} && "$$target/calendar-readers/venv/bin/python" -B tests/calendar_readers/check \
		"$$target/debug/maru" --modules "$$target/calendar-readers/node_modules"

fuzz: ## Feed arbitrary octets to what reads and writes calendars and mails; SECONDS_EACH=600, TARGETS="read receive" for some
	@scripts/need fuzz
	@scripts/fuzz $(or $(SECONDS_EACH),120) $(TARGETS)

bench: ## Measure Maru beside nginx, Postfix and pgbench; MEASURES="reminders due" for some, ROUNDS=5, ROWS=10000000
	@scripts/need bench
	@scripts/bench $(MEASURES) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(ROWS),--rows $(ROWS))

check: ## Does it compile? The quickest answer
	cargo check --locked --all-targets --all-features

fmt: ## Format the code
	cargo fmt

lint: ## Formatting, licences, clippy and docs: all of `make test` but the tests
	@scripts/need lint
	@scripts/test fmt deny clippy doc

previews: ## Write every page and mail, in every language, to target/previews
	@scripts/need run
	cargo run --locked -- previews target/previews

clean: ## Remove what was built; the data directory is not touched
	cargo clean
