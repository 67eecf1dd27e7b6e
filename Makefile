# Snug: one flat Makefile. `make` alone prints what it can do.
#
# Every path here is relative, so the tree may live in a folder with a space in its name.
# Programs are found by wildcard: a new file in lib/, cgi-bin/, bin/ or tests/ needs no line here.
#   SAN=1     clang's address and undefined-behaviour sanitizers, into build/san/
#   COV=1     coverage counters, into build/cov/
#   CC=clang  another compiler; a change of flags rebuilds what it must
#   WERROR=1  warnings are errors; V=1 prints whole commands

MAKEFLAGS += -rR --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDARY:
SHELL := /bin/sh
Q := $(if $(V),,@)
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
PARALLEL = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS))

# PORT, VAR and SEED reach tools/house.sh through the environment; their defaults stand there.

# ---- compiler --------------------------------------------------------------------------------
ifeq ($(origin CC),default)
CC := gcc
else
CC ?= gcc
endif
AR := gcc-ar
ifeq ($(shell command -v gcc-ar 2>/dev/null),)
AR := ar
endif

# Libraries, by their pkg-config names; a new one gets its Debian package into tools/packages too. A
# program loads only those that it uses (--as-needed).
PACKAGES := cairo fcgi icu-i18n icu-uc jansson libcmark-gfm libcrypto libcurl libpcre2-8 libpq \
	libsodium libwebp libwebpmux libzip vips zlib
PACKAGE_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null))
PACKAGE_LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lzxcvbn -lm

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wstrict-prototypes \
	-Wmissing-prototypes -Wcast-qual -Wvla -Wundef -Wswitch-enum -Wimplicit-fallthrough \
	-Werror=return-type -Werror=missing-field-initializers
CPPFLAGS := -D_GNU_SOURCE -I. -Ibuild/gen $(PACKAGE_CFLAGS)
CFLAGS := -std=c17 -g -pthread -fPIE -ffunction-sections -fdata-sections $(WARNINGS)
LDFLAGS := -pie -pthread -Wl,--gc-sections -Wl,--as-needed -Wl,-z,relro,-z,now

ifdef SAN
# What fuzzers need besides costs tests little, so both share these objects.
O := build/san
CC := clang
CFLAGS += -O1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all
LDFLAGS += -fsanitize=address,undefined
else ifdef COV
O := build/cov
CFLAGS += -O0 --coverage
LDFLAGS += --coverage
else
O := build
CFLAGS += -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fcf-protection
endif
ifdef WERROR
CFLAGS += -Werror
endif

# ---- what there is ---------------------------------------------------------------------------
SQL := $(filter-out sql/roles.sql,$(wildcard sql/*.sql))
GEN_C := $(SQL:sql/%.sql=build/gen/sql/%.c) build/gen/sql/all.c
GEN_H := $(SQL:sql/%.sql=build/gen/sql/%.h)

LIB_C := $(wildcard lib/*.c lib/*/*.c lib/*/*/*.c)
LIB_O := $(LIB_C:%.c=$(O)/obj/%.o) $(GEN_C:build/%.c=$(O)/obj/%.o)
LIB := $(O)/libsnug.a

# bin/snug.c and bin/snug_*.c make one program; so for every name without an underscore, there and
# in cgi-bin/.
BIN_C := $(foreach c,$(wildcard bin/*.c),$(if $(findstring _,$(notdir $c)),,$c))
SCREEN_C := $(foreach c,$(wildcard cgi-bin/*.c),$(if $(findstring _,$(notdir $c)),,$c))
SCREENS := $(patsubst %.c,$(O)/%,$(SCREEN_C))
BINS := $(BIN_C:%.c=$(O)/%)
TOOLS := $(patsubst tools/%.c,$(O)/bin/%,$(filter-out tools/sqlgen%.c,$(wildcard tools/*.c)))
SHORTCUTS := $(filter bin/snug bin/worker,$(patsubst $(O)/%,%,$(BINS)))

# A test program is one file; what several share lives in tests/support/ and is linked to all.
SUPPORT_C := $(wildcard tests/support/*.c)
SUPPORT_O := $(SUPPORT_C:%.c=$(O)/obj/%.o)
UNIT := $(patsubst %.c,$(O)/%,$(wildcard tests/unit/*.c))
SCREEN_TESTS := $(patsubst %.c,$(O)/%,$(wildcard tests/screens/*.c))
BENCH := $(patsubst %.c,$(O)/%,$(wildcard tests/bench/*.c tests/bench/*/*.c))
FUZZ := $(patsubst %.c,$(O)/%,$(wildcard tests/fuzz/fuzz_*.c))

# ---- help ------------------------------------------------------------------------------------
.PHONY: help
help:
	@sed -n 's/^## //p' Makefile

# ---- build -----------------------------------------------------------------------------------
.PHONY: build all tests
## make build          compile everything (SAN=1, COV=1, CC=clang, WERROR=1)
build all: public/css/snug.css public/js/chat.pack.js $(LIB) $(SCREENS) $(BINS) $(TOOLS) $(if $(SAN)$(COV),,$(SHORTCUTS))
tests: $(UNIT) $(SCREEN_TESTS) $(if $(SAN),$(FUZZ))

# One stylesheet on the wire, and one script of the chat: the parts in their order, without comments.
public/css/snug.css: public/css/pack.awk $(sort $(wildcard public/css/src/*.css))
	@echo '  css   $@'
	$(Q)awk -f $< $(filter %.css,$^) > $@
public/js/chat.pack.js: public/js/pack.awk $(sort $(wildcard public/js/chat/*.mjs))
	@echo '  js    $@'
	$(Q)awk -f $< $(filter %.mjs,$^) > $@

# Flags that differ from the last build's rebuild every object.
$(O)/.flags: FORCE
	@mkdir -p $(O)
	@printf '%s\n' '$(CC) $(CPPFLAGS) $(CFLAGS)' | cmp -s - $@ || \
		printf '%s\n' '$(CC) $(CPPFLAGS) $(CFLAGS)' > $@
$(O)/.ldflags: FORCE
	@mkdir -p $(O)
	@printf '%s\n' '$(CC) $(LDFLAGS) $(PACKAGE_LIBS)' | cmp -s - $@ || \
		printf '%s\n' '$(CC) $(LDFLAGS) $(PACKAGE_LIBS)' > $@
.PHONY: FORCE
FORCE:

define compile
@mkdir -p $(@D) && echo '  cc    $<'
$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
endef
# A program that runs is replaced as a whole.
define link
@mkdir -p $(@D) && echo '  link  $@'
$(Q)new=$@.$$$$ && $(CC) $(LDFLAGS) -o $$new $(filter %.o,$^) $(filter %.a,$^) $(PACKAGE_LIBS) && \
	chmod 755 $$new && mv $$new $@
endef

# The generator stands on lib/base alone, since everything above may need what it writes. It is
# compiled in one go, without the flags of SAN or COV. It writes a fresh set beside the old one, and
# only files that changed are moved over: an edit in one statement does not recompile the house.
build/sqlgen: $(wildcard tools/sqlgen*.[ch] lib/base/*.[ch])
	@mkdir -p build && echo '  build $@'
	$(Q)$(CC) $(CPPFLAGS) $(WARNINGS) -std=c17 -g -O1 -pthread -o $@ $(filter %.c,$^) \
		-Wl,--as-needed $(PACKAGE_LIBS)
build/gen/.done: $(if $(SQL),build/sqlgen) $(SQL)
	$(if $(SQL),@echo '  gen   sql')
	$(Q)new=build/gen/new.$$$$ && mkdir -p $$new build/gen/sql && \
	$(if $(SQL),build/sqlgen $$new $(SQL) &&) \
	for f in $$new/*; do \
		test -e "$$f" || continue; t=build/gen/sql/$${f##*/}; \
		cmp -s "$$f" "$$t" || mv "$$f" "$$t"; \
	done; s=$$?; rm -rf $$new; test $$s = 0 && touch $@
$(GEN_C) $(GEN_H): build/gen/.done
	@test -e $@

$(O)/obj/gen/%.o: build/gen/%.c $(O)/.flags
	$(compile)
$(O)/obj/%.o: %.c $(O)/.flags | $(GEN_H)
	$(compile)

$(LIB): $(LIB_O)
	@echo '  ar    $@'
	$(Q)new=$@.$$$$ && $(AR) rcs $$new $^ && mv $$new $@

$(SCREENS): $(O)/cgi-bin/%: $(O)/obj/cgi-bin/%.o $(LIB) $(O)/.ldflags
	$(link)
$(TOOLS): $(O)/bin/%: $(O)/obj/tools/%.o $(LIB) $(O)/.ldflags
	$(link)
$(BINS): $(O)/bin/%: $(O)/obj/bin/%.o $(LIB) $(O)/.ldflags
	$(link)
# The one program that sets type: what it needs besides is nobody else's.
TYPE := pangocairo fontconfig
$(O)/obj/bin/poster.o: private CPPFLAGS += $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(TYPE) 2>/dev/null))
$(O)/bin/poster: private PACKAGE_LIBS += $(shell pkg-config --libs $(TYPE) 2>/dev/null)
define part_of
$(O)/$(dir $1)$(firstword $(subst _, ,$(basename $(notdir $1)))): $(O)/obj/$(1:.c=.o)
endef
$(foreach c,$(filter-out $(BIN_C) $(SCREEN_C),$(wildcard bin/*.c cgi-bin/*.c)),$(eval $(call part_of,$c)))

# The page beside its peers brings statements of its own, which are no part of the library.
build/gen/sql/peerpage.c: tests/bench/peerpage.sql build/sqlgen
	@mkdir -p build/gen/bench build/gen/sql && echo '  gen   $<'
	$(Q)build/sqlgen build/gen/bench $< && cp build/gen/bench/peerpage.[ch] build/gen/sql/
$(O)/obj/tests/bench/peerpage.o: build/gen/sql/peerpage.c
$(O)/tests/bench/peerpage: $(O)/obj/gen/sql/peerpage.o

$(UNIT) $(SCREEN_TESTS) $(BENCH): $(O)/%: $(O)/obj/%.o $(SUPPORT_O) $(LIB) $(O)/.ldflags
	$(link)

# A screen's test has <screen>.c in it and is linked with its other files.
define SCREEN_PARTS
$(O)/tests/screens/$1: $(patsubst %.c,$(O)/obj/%.o,$(wildcard cgi-bin/$1_*.c))
endef
$(foreach test,$(wildcard tests/screens/*.c),$(eval $(call SCREEN_PARTS,$(basename $(notdir $(test))))))

# bin/snug and bin/worker are what owners type.
$(SHORTCUTS): bin/%: build/bin/%
	@ln -sf ../tools/shortcut $@

# Fuzzers are clang's: SAN=1.
$(FUZZ): private LDFLAGS += -fsanitize=fuzzer
$(FUZZ): $(O)/%: $(O)/obj/%.o $(LIB) $(O)/.ldflags
	$(link)

-include $(shell find $(O)/obj -name '*.d' 2>/dev/null)

.PHONY: clean
## make clean          remove what was built (the house's state in var/ stays)
clean:
	rm -rf build public/js/*.pack.js $(SHORTCUTS)

# ---- the house -------------------------------------------------------------------------------
.PHONY: install ready run start stop restart status migrate screen
## make run            install, build, start, print address and demo sign-in; Ctrl-C stops all
run: ready
	@exec tools/house.sh run
## make start          the same in the background; 0 only when /healthz answers 200
start: ready
	@tools/house.sh start
## make stop           stop every process of the house; may be called twice
stop:
	@tools/house.sh stop
restart: ready
	@tools/house.sh stop
	@tools/house.sh start
## make status         what runs, and where
status:
	@tools/house.sh status
## make migrate        bring the database's schema up to date
migrate: ready
	@tools/house.sh migrate

# Packages first, then a fresh make: before that, pkg-config may not even be there.
ready: install
	@$(MAKE) $(PARALLEL) build
install:
	@tools/install.sh

## make screen NAME=x  write the four files of a new screen and its line in lighttpd.conf
screen:
	@tools/screen.sh '$(NAME)'

# ---- checks ----------------------------------------------------------------------------------
.PHONY: test check lint check-sql unit bench fuzz fuzzers cover analyze format install-tests
install-tests:
	@tools/install.sh tests
## make test           install, build and run every test; last line "N passed, N failed"
test: install-tests
	@$(MAKE) $(PARALLEL) build
	@$(MAKE) $(PARALLEL) SAN=1 tests
	@tests/run
## make check          lint, check-sql and unit tests, in under a minute
check: install-tests
	@$(MAKE) $(PARALLEL) build
	@$(MAKE) $(PARALLEL) SAN=1 tests
	@tests/run check unit screens
## make unit           the unit tests alone, with sanitizers
unit: install-tests
	@$(MAKE) $(PARALLEL) build
	@$(MAKE) $(PARALLEL) SAN=1 tests
	@tests/run unit
## make lint           format, include arrows, banned words and functions, templates, shell
lint:
	@tests/lint/run
## make check-sql      prepare every statement against a scratch database
check-sql:
	@$(MAKE) $(PARALLEL) build
	@tools/check-sql.sh
## make bench          the benchmarks, as ratios against peers where they are installed
bench: install-tests
	@$(MAKE) $(PARALLEL) build $(BENCH)
	@tests/bench/run
## make fuzz           every fuzzer for SECONDS_EACH seconds (default 10)
SECONDS_EACH ?= 10
export SECONDS_EACH
fuzz: install-tests
	@$(MAKE) $(PARALLEL) SAN=1 tests
	@tests/run fuzz
## make cover          unit tests with coverage, as a table
cover: install-tests
	@$(MAKE) $(PARALLEL) build
	@$(MAKE) $(PARALLEL) COV=1 tests
	@BUILD=build/cov tests/run unit screens
	gcovr -r . --object-directory build/cov/obj -e tests/ --txt
## make analyze        gcc's analyzer and clang-tidy over the C code
analyze:
	@$(MAKE) $(PARALLEL) build
	@tools/analyze.sh $(CPPFLAGS) -std=c17
## make format         lay out the C code as .clang-format says
format:
	clang-format -i $$(tests/lint/files c)
