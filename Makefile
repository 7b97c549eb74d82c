# The commands of everyday work; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test check faults fmt lint previews clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build Maru and start it on 127.0.0.1:8080 with sample data
	@scripts/need run
	cargo run --release --locked -- serve --sample-data

test: ## Everything that must hold: formatting, licences, lints, docs, every test
	@scripts/need test
	@scripts/test

faults: ## Kill workers and databases, and walk through what can happen, many times over
	@scripts/need test
	@scripts/faults

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
