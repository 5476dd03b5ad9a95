# Everything one does with a checkout. `make help` lists it.

PREFIX ?= /usr/local
# What `make run` hands to the program, and `make test` to the test runner.
ARGS ?=

SWIFT ?= swift
PROGRAM = .build/release/gemstudio
SOURCES = Package.swift Sources Tests
SHARE = $(DESTDIR)$(PREFIX)/share
THEMES = $(SHARE)/gemstudio/themes
# Where the shells look for completions.
BASH = $(SHARE)/bash-completion/completions
ZSH = $(SHARE)/zsh/site-functions
FISH = $(SHARE)/fish/vendor_completions.d

.PHONY: build run test test-reference test-screens bench screens screenshots install uninstall format lint check-walls clean help

# Swift's own libraries are linked into the program: it starts in milliseconds and runs without the toolchain. So is
# libstdc++, where its archive is found: loading it would be an eighth of the start of a command. Nobody looks for the
# program's symbols, so it has no table of them, and its relocations are packed where the C library can read that
# (glibc 2.36): together a tenth of the memory of a studio.
STATIC = .build/static
PACKED = $(shell grep -qs GLIBC_ABI_DT_RELR "$$(gcc -print-file-name=libc.so.6)" && \
	echo -Xlinker -z -Xlinker pack-relative-relocs)
LINKING = -Xswiftc -use-ld=lld -Xlinker --no-export-dynamic $(PACKED)
RELEASE = $(SWIFT) build -c release --static-swift-stdlib -Xswiftc -L$(CURDIR)/$(STATIC) $(LINKING)

build: ## build the program (the default): .build/release/gemstudio
	@.ci/setup run
	@mkdir -p $(STATIC) && ln -sf "$$(g++ -print-file-name=libstdc++.a)" $(STATIC)/libstdc++.a
	$(RELEASE) --product gemstudio

run: build ## build and open the studio; ARGS="ask hello" for a command
	@$(PROGRAM) $(ARGS)

# All tests are Swift Testing's; the second, empty run for XCTest is left out. The tests of the whole program, which
# wait for real processes, come after those that keep every core busy.
test: ## build and run every test; ARGS="--filter CoreTests" for some
	@.ci/setup test
ifeq ($(ARGS),)
	$(SWIFT) test --disable-xctest --skip EndToEndTests
	$(SWIFT) test --disable-xctest --skip-build --filter EndToEndTests
else
	$(SWIFT) test --disable-xctest $(ARGS)
endif

test-reference: build ## hold the program against Google's own Python client; needs a network, once
	Tests/Reference/run $(PROGRAM)

test-screens: build ## look at pictures in real terminals, by pixels, and over a slow ssh; names missing tools
	Tests/Screens/run $(PROGRAM)

# Prints its table whatever the figures are; it fails if one cannot be taken. Nothing else should be running.
bench: build ## measure the program beside curl: one table, ten minutes; ARGS="latency idle" for some rows
	@.ci/setup bench
	$(RELEASE) --product bench
	@.build/release/bench $(PROGRAM) $(ARGS)

screens: ## record the golden screens anew; read the diff before committing it
	@.ci/setup test
	RECORD_SCREENS=1 $(SWIFT) test --disable-xctest --filter "ViewsTests|ScenarioTests"

screenshots: ## take the pictures of the documentation in a real terminal
	@.ci/setup screenshots
	@$(MAKE) build
	.ci/screenshots

# Installs what `make` built and builds nothing itself, so that `sudo make install` leaves no file of root's in .build.
install: ## copy program, themes and completions to PREFIX (/usr/local); honours DESTDIR
	@test -x $(PROGRAM) || { echo 'There is no $(PROGRAM) yet: run `make` first.' >&2; exit 1; }
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(THEMES)" "$(BASH)" "$(ZSH)" "$(FISH)"
	install -m 755 $(PROGRAM) "$(DESTDIR)$(PREFIX)/bin/gemstudio"
	install -m 644 themes/*.toml "$(THEMES)"
	$(PROGRAM) completions bash > "$(BASH)/gemstudio"
	$(PROGRAM) completions zsh > "$(ZSH)/_gemstudio"
	$(PROGRAM) completions fish > "$(FISH)/gemstudio.fish"

uninstall: ## remove what `make install` copied
	rm -f "$(DESTDIR)$(PREFIX)/bin/gemstudio"
	rm -f "$(BASH)/gemstudio" "$(ZSH)/_gemstudio" "$(FISH)/gemstudio.fish"
	rm -rf "$(DESTDIR)$(PREFIX)/share/gemstudio"

format: ## put every Swift file into the house's format
	$(SWIFT) format --in-place --recursive --parallel $(SOURCES)

lint: ## find what is not in the house's format
	$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

# SwiftPM lets a module import any other it happens to have built; this holds it to what Package.swift declares.
check-walls: ## find imports that Package.swift does not declare
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error

clean: ## remove everything that was built
	rm -rf .build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.* ## /\1: /p' Makefile | awk -F': ' '{ printf "make %-14s %s\n", $$1, substr($$0, length($$1) + 3) }'
