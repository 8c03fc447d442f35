# SPDX-FileCopyrightText: The Statusbook authors
# SPDX-License-Identifier: MIT
#
# Everything starts here. `make help` lists what there is.

VARIANT ?= release
B       := build/$(VARIANT)
PREFIX  ?= /usr/local

VERSION  := 0.1.0
PACKAGES := libarchive libcmark yaml-0.1 libmicrohttpd libxxhash libmd libutf8proc

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
            -Wpointer-arith -Wvla -Wconversion
ifdef DEVELOPER
WARNINGS += -Werror
endif

flags.release := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
link.release  := -pie -Wl,-z,relro,-z,now -Wl,--build-id
flags.asan    := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
flags.ubsan   := -O1 -fsanitize=undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
flags.tsan    := -O1 -fsanitize=thread -fno-omit-frame-pointer
# clang's libFuzzer. Its AddressSanitizer does not say so by the macro that ours looks for.
flags.fuzz    := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -D__SANITIZE_ADDRESS__
link.fuzz     := -fsanitize=address,undefined
link.asan     := -fsanitize=address,undefined
link.ubsan    := -fsanitize=undefined
link.tsan     := -fsanitize=thread

ALL_CFLAGS   := -std=c11 -g $(WARNINGS) $(flags.$(VARIANT)) -pthread $(CFLAGS)
ALL_CPPFLAGS  = -Igen -I$(B)/obj/gen -D_GNU_SOURCE -DSTATUSBOOK_VERSION='"$(VERSION)"' $(shell pkg-config --cflags $(PACKAGES)) $(CPPFLAGS)
ALL_LDFLAGS  := $(link.$(VARIANT)) -pthread $(LDFLAGS)
LIBS          = $(shell pkg-config --libs $(PACKAGES))

OBJ   := $(B)/obj
LIB   := $(patsubst %.c,$(OBJ)/%.o,$(wildcard gen/base/*.c gen/formats/*.c gen/template/*.c gen/model/*.c \
                                              gen/stages/*.c gen/commands/*.c))
UNIT  := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
SPEC  := $(patsubst tests/spec/%.c,$(B)/spec/%,$(wildcard tests/spec/spec_*.c))

# Programs that tests call.
ANSWERS     := $(B)/lookup/answers
MARKDOWN    := $(B)/safety/markdown
RENDER_TIME := $(B)/bench/render_time
BENCH       := $(patsubst tests/bench/%.c,$(B)/bench/%,$(wildcard tests/bench/*.c))
TOOLS       := $(sort $(ANSWERS) $(MARKDOWN) $(RENDER_TIME) $(BENCH))
FAILALLOC   := $(B)/safety/failalloc.so
TARGETS     := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ        := $(TARGETS:%=$(B)/fuzz/%)

.DEFAULT_GOAL := all

# V=1 shows the commands.
ifndef V
SAY_CC = @echo "  CC    $<";
SAY_LD = @echo "  LD    $@";
endif
all: $(B)/statusbook ## the program, in build/release/

$(B)/statusbook: $(OBJ)/gen/main.o $(LIB)
	$(SAY_LD) $(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(UNIT): $(B)/unit/%: $(OBJ)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(SAY_LD) $(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(LIBS)

$(SPEC): $(B)/spec/%: $(OBJ)/tests/spec/%.o $(OBJ)/tests/spec/example.o $(LIB)
	@mkdir -p $(@D)
	$(SAY_LD) $(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(LIBS)

$(TOOLS): $(B)/%: $(OBJ)/tests/%.o $(LIB)
	@mkdir -p $(@D)
	$(SAY_LD) $(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# With libFuzzer's main in the variant `fuzz`, with one of ours that replays files in all others.
$(FUZZ): $(B)/fuzz/%: $(OBJ)/tests/fuzz/fuzz_%.o $(OBJ)/tests/fuzz/fuzz.o \
		$(if $(filter fuzz,$(VARIANT)),,$(OBJ)/tests/fuzz/replay.o) $(LIB)
	@mkdir -p $(@D)
	$(SAY_LD) $(CC) $(ALL_LDFLAGS) $(if $(filter fuzz,$(VARIANT)),-fsanitize=fuzzer) -o $@ $^ $(LIBS)

$(FAILALLOC): tests/safety/failalloc.c
	@mkdir -p $(@D)
	$(SAY_LD) $(CC) -std=c11 -O2 $(WARNINGS) -D_GNU_SOURCE -fPIC -shared -o $@ $<

$(OBJ)/%.o: %.c
	@mkdir -p $(@D)
	$(SAY_CC) $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Files that are part of the program, as lists of bytes to be included.
$(OBJ)/%.inc: %
	@mkdir -p $(@D)
	@od -An -v -tx1 $< | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g' >$@

$(OBJ)/gen/stages/site_data.o: $(OBJ)/gen/stages/data_schema.json.inc
$(OBJ)/gen/commands/serve_page.o: $(OBJ)/gen/commands/serve_page.js.inc $(OBJ)/gen/commands/serve_page.css.inc

site: $(B)/statusbook ## build the real site into site/
	$(B)/statusbook build
	$(B)/statusbook package zip -o site/statusbook-offline.zip
	@echo "Open site/index.html in a browser, or run: make serve"

hosts: $(B)/statusbook ## rules for nginx, Caddy and Apache, in build/hosts/; B_URL=https://... for another address
	@mkdir -p build/hosts
	@for host in nginx caddy apache; do \
		$(B)/statusbook check -q --host $$host $(if $(B_URL),-b $(B_URL)) >build/hosts/$$host.conf || exit 1; \
		echo "  build/hosts/$$host.conf"; done

serve: $(B)/statusbook ## preview the site at http://127.0.0.1:8000/
	$(B)/statusbook serve

pot: $(B)/statusbook ## write locales/messages.pot anew
	$(B)/statusbook i18n extract

# What a fresh Debian 12 needs: to build the program and the site, and beyond that to run the tests.
DEPS       := gcc libc6-dev pkg-config libarchive-dev libcmark-dev libyaml-dev libmicrohttpd-dev libxxhash-dev libmd-dev \
              libutf8proc-dev
DEPS_CHECK := $(DEPS) libcmocka-dev gettext chromium python3 python3-jinja2 mandoc curl strace faketime libxml2-utils
DEPS_BENCH := e2fsprogs util-linux python3 hugo pelican gnuplot-nox parallel wrk
DEPS_FUZZ  := $(DEPS) clang libclang-rt-dev
SUDO       := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
install_missing = missing=; for p in $(1); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	command -v npm >/dev/null || missing="$$missing $(2)"; missing=$${missing\# }; \
	[ -z "$$missing" ] || { $(SUDO) apt-get update && \
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing; }

deps: ## install what is missing to build (Debian packages)
	@$(call install_missing,$(DEPS),)

deps-check: ## install what is missing to run the tests (Debian packages, and npm packages below tests/)
	@$(call install_missing,$(DEPS_CHECK),nodejs npm)
	@[ -d tests/node_modules ] && [ tests/node_modules -nt tests/package-lock.json ] || \
		npm ci --prefix tests --no-audit --no-fund --ignore-scripts

deps-fuzz: ## install what is missing to fuzz (Debian packages)
	@$(call install_missing,$(DEPS_FUZZ),)

CHECKS := unit spec golden
CHECKS += check-headers check-floors check-man check-pot
CHECKS += check-jinja check-lookup
CHECKS += check-markdown
CHECKS += check-increments
CHECKS += check-safety
CHECKS += check-memory
CHECKS += check-bench
CHECKS += check-fuzz check-hardening
CHECKS += check-site

check: $(CHECKS) ## all tests, in under five minutes
test: check

unit: $(UNIT) ## unit tests; T=name runs what matches
	@for test in $(if $(T),$(foreach test,$(UNIT),$(if $(findstring $(T),$(test)),$(test))),$(UNIT)); do $$test || exit 1; done

spec: $(SPEC) ## the example blocks of the format manuals
	@for page in template yaml po markdown project; do $(B)/spec/spec_$$page || exit 1; done

golden: $(B)/statusbook ## small sites and wrong input, compared with what is expected
	tests/golden/run $(B)/statusbook

update-golden: $(B)/statusbook ## rewrite what is expected, for review
	tests/golden/run --update $(B)/statusbook

check-headers: ## each header compiles alone
	@for h in gen/*/*.h; do printf "#include \"$$h\"\ntypedef int unit;\n" | $(CC) $(ALL_CPPFLAGS) -I. $(ALL_CFLAGS) -Werror -fsyntax-only -x c - || exit 1; done

check-floors: ## no floor uses one above it
	@tests/floors

check-man: ## the manual page is well formed
	mandoc -T lint -W warning gen/statusbook.1

check-pot: $(B)/statusbook ## messages.pot is up to date, and gettext takes our catalogues
	@tests/pot $(B)/statusbook

check-jinja: ## Jinja2 agrees on the part of the template language that we share
	@tests/jinja/run

check-lookup: $(B)/statusbook $(ANSWERS) ## program and browser find the same in samples of bounces and logs
	node tests/lookup/run.mjs $(B)/statusbook $(ANSWERS)

check-memory: $(B)/statusbook $(FAILALLOC) ## memory that runs out, at a hundred points
	tests/safety/memory $(B)/statusbook $(FAILALLOC)

check-markdown: $(B)/statusbook $(MARKDOWN) ## Markdown that has made parsers slow or deep
	tests/safety/markdown-build $(B)/statusbook $(MARKDOWN)

check-increments: $(B)/statusbook ## random edits, each built over the site before, give what a clean build gives; N=200
	tests/increments/run $(B)/statusbook $(or $(N),20)

check-bench: $(B)/statusbook $(BENCH) ## counts that speed is made of: system calls a page, files written
	tests/bench/check $(B)/statusbook

check-hardening: $(B)/statusbook ## how the program was compiled and linked
	tests/safety/hardening $(B)/statusbook

check-fuzz: $(FUZZ) ## the fuzzers' corpora, with each crash that was ever found
	@for target in $(TARGETS); do $(B)/fuzz/$$target tests/fuzz/corpus/$$target || exit 1; done

fuzz: ## look for inputs that crash or hang, TIME=60 seconds a target; T=name for what matches
	$(MAKE) VARIANT=fuzz CC=clang run-fuzz

run-fuzz: $(FUZZ)
	tests/fuzz/run $(B)/fuzz $(or $(TIME),60) $(if $(T),$(foreach t,$(TARGETS),$(if $(findstring $(T),$t),$t)),$(TARGETS))

check-site: $(B)/statusbook ## the real site: links, HTML, facts, text, browser
	tests/site/run $(B)/statusbook

check-safety: $(B)/statusbook ## attacks on the program and on the machine below it: a sample; T="faults serve" for what matches
	@tests/safety/run $(B)/statusbook $(T)

torture: $(B)/statusbook $(FAILALLOC) ## all of them, which takes hours; some need root
	@tests/safety/run --torture $(B)/statusbook $(T)
	tests/safety/memory $(B)/statusbook $(FAILALLOC) all

lighthouse: $(B)/statusbook ## scores of Lighthouse for a page of each kind; T="en lookup" for what matches
	@cd tests/lighthouse && { [ node_modules -nt package-lock.json ] || npm ci --no-audit --no-fund --ignore-scripts; }
	@node tests/lighthouse/run.mjs $(B)/statusbook . $(if $(T),"$(T)")

measure-render: $(RENDER_TIME) ## how long a comparison of the real site takes in memory
	@$(RENDER_TIME) .

measure-pairs: $(B)/statusbook ## how much each comparison of the real site says that no other page does
	@tests/pairs/measure $(B)/statusbook

bench: $(B)/statusbook $(BENCH) ## builds beside the floor, and the targets; as root, or without ext4; QUICK=1 for minutes
	tests/bench/run $(if $(QUICK),--quick) $(B)/statusbook

bench-peers: $(B)/statusbook $(BENCH) ## the same job done by Hugo and Pelican
	tests/bench/peers $(if $(QUICK),--quick) $(B)/statusbook

bench-scale: $(B)/statusbook $(BENCH) ## up to a million pages, and the plot of it
	tests/bench/scale $(if $(QUICK),--quick,--plot tests/bench/scale.svg) $(B)/statusbook

asan: ## unit, spec and golden tests under AddressSanitizer and UBSan
	$(MAKE) VARIANT=asan unit spec golden

ubsan: ## the same under UBSan alone
	$(MAKE) VARIANT=ubsan unit spec golden

tsan: ## unit and golden tests under ThreadSanitizer
	$(MAKE) VARIANT=tsan unit golden

SOURCES := $(wildcard gen/*.c gen/*/*.[ch] tests/*/*.[ch])

format: ## format the C sources
	clang-format -i $(SOURCES)

format-check: ## tell what `make format` would change
	clang-format --dry-run -Werror $(SOURCES)

DATA := $(DESTDIR)$(PREFIX)
install: $(B)/statusbook ## program and manual page; DESTDIR and PREFIX are honoured
	install -D -m 755 $(B)/statusbook $(DATA)/bin/statusbook
	install -D -m 644 gen/statusbook.1 $(DATA)/share/man/man1/statusbook.1

uninstall: ## remove what `make install` put there
	rm -f $(DATA)/bin/statusbook $(DATA)/share/man/man1/statusbook.1

clean: ## remove what was built, but not the site
	rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: test run-fuzz $(shell sed -n 's/^\([a-z-]*\):.*## .*/\1/p' $(firstword $(MAKEFILE_LIST)))
.SECONDARY:

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)
