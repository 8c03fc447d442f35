/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * A library to be loaded before all others (LD_PRELOAD), in which memory runs out:
 *
 *     FAILALLOC_AT=N         the Nth allocation fails, from 1; 0: none
 *     FAILALLOC_LASTING=1    and all later ones
 *     FAILALLOC_COUNT=FILE   writes the number of allocations to the file when the program ends by itself
 *
 * Counted are those of malloc's family from main on: what libraries do before it is not ours to mend, and for the system's
 * own calls (mmap for threads) there is prlimit. Inside of regcomp all succeed, and if one should not, then regcomp fails as
 * a whole: that of glibc 2.36 frees memory twice.
 */
#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <regex.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* The C library's own, under names that nobody interposes. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static atomic_ulong count;
static unsigned long at;
static bool lasting, begun;
static FILE *total;
static int (*real_regcomp)(regex_t *compiled, const char *pattern, int flags);
static _Thread_local bool is_compiling;

/* A library that is loaded first begins last. The file is opened while the program may still open it. */
__attribute__((constructor)) static void begin(void)
{
	const char *wanted = getenv("FAILALLOC_AT");

	at = wanted ? strtoul(wanted, NULL, 10) : 0;
	lasting = getenv("FAILALLOC_LASTING");
	if (getenv("FAILALLOC_COUNT"))
		total = fopen(getenv("FAILALLOC_COUNT"), "w");
	*(void **)&real_regcomp = dlsym(RTLD_NEXT, "regcomp");
	begun = true;
}

static bool fails(void)
{
	if (!begun)
		return false;

	unsigned long number = atomic_fetch_add(&count, 1) + 1;
	if (is_compiling || at == 0 || (lasting ? number < at : number != at))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t elements, size_t size)
{
	return fails() ? NULL : __libc_calloc(elements, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size)
{
	return fails() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return fails() ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
	void *made = fails() ? NULL : __libc_memalign(alignment, size);

	if (!made)
		return ENOMEM;
	*memory = made;
	return 0;
}

int regcomp(regex_t *compiled, const char *pattern, int flags)
{
	unsigned long before = atomic_load(&count);

	is_compiling = true;
	int error = real_regcomp(compiled, pattern, flags);
	is_compiling = false;
	bool failing = at > before && at <= atomic_load(&count);
	if (!failing || error)
		return error;
	regfree(compiled);
	return REG_ESPACE;
}

__attribute__((destructor)) static void tell(void)
{
	if (total) {
		fprintf(total, "%lu\n", atomic_load(&count));
		fclose(total);
	}
}
