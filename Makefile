# SPDX-FileCopyrightText: The Statusbook authors
# SPDX-License-Identifier: MIT
#
# Everything starts here. `make help` lists what there is.

VARIANT ?= release
B       := build/$(VARIANT)
PREFIX  ?= /usr/local

VERSION  := 0.1.0
PACKAGES := libcmark yaml-0.1 libmicrohttpd libxxhash libmd libutf8proc

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
            -Wpointer-arith -Wvla -Wconversion
ifdef DEVELOPER
WARNINGS += -Werror
endif

flags.release := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
link.release  := -pie -Wl,-z,relro,-z,now
flags.asan    := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
flags.ubsan   := -O1 -fsanitize=undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
flags.tsan    := -O1 -fsanitize=thread -fno-omit-frame-pointer
link.asan     := -fsanitize=address,undefined
link.ubsan    := -fsanitize=undefined
link.tsan     := -fsanitize=thread

ALL_CFLAGS   := -std=c11 -g $(WARNINGS) $(flags.$(VARIANT)) -pthread $(CFLAGS)
ALL_CPPFLAGS  = -Igen -D_GNU_SOURCE -DSTATUSBOOK_VERSION='"$(VERSION)"' $(shell pkg-config --cflags $(PACKAGES)) $(CPPFLAGS)
ALL_LDFLAGS  := $(link.$(VARIANT)) -pthread $(LDFLAGS)
LIBS          = $(shell pkg-config --libs $(PACKAGES))

OBJ   := $(B)/obj
LIB   := $(patsubst %.c,$(OBJ)/%.o,$(wildcard gen/base/*.c gen/formats/*.c gen/template/*.c gen/model/*.c \
                                              gen/stages/*.c gen/commands/*.c))
UNIT  := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
SPEC  := $(patsubst tests/spec/%.c,$(B)/spec/%,$(wildcard tests/spec/spec_*.c))

.DEFAULT_GOAL := all
all: $(B)/statusbook ## the program, in build/release/

$(B)/statusbook: $(OBJ)/gen/main.o $(LIB)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(UNIT): $(B)/unit/%: $(OBJ)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(LIBS)

$(SPEC): $(B)/spec/%: $(OBJ)/tests/spec/%.o $(OBJ)/tests/spec/example.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(LIBS)

$(OBJ)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

unit: $(UNIT) ## unit tests; T=name runs what matches
	@for test in $(filter %$(T)%,$(UNIT)); do $$test || exit 1; done

spec: $(SPEC) ## the example blocks of the format manuals; T=name runs what matches
	@for test in $(filter %$(T)%,$(SPEC)); do $$test || exit 1; done

clean: ## remove what was built
	rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: all unit spec clean help
.SECONDARY:

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)
