/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Arenas: blocks that double up to a limit, handed out from the front. */
#include "base/arena.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#define FIRST_BLOCK ((size_t)4 << 10)
#define LARGEST_BLOCK ((size_t)1 << 20)
#define ALIGNMENT _Alignof(max_align_t)

struct arena_block {
	struct arena_block *before;
	size_t size;
	size_t used;
	max_align_t bytes[];
};

void arena_out_of_memory(void)
{
	static const char message[] = "statusbook: error: out of memory [out-of-memory]\n";
	static atomic_flag said = ATOMIC_FLAG_INIT;

	while (atomic_flag_test_and_set(&said)) /* another thread is about to end the program */
		pause();
	/* Not by stdio, which may want memory. Where even this fails, the status remains. */
	ssize_t written = write(STDERR_FILENO, message, sizeof(message) - 1);
	(void)written;
	_exit(3);
}

static size_t block_size(const struct arena *arena, size_t wanted)
{
#ifdef __SANITIZE_ADDRESS__
	(void)arena;
	return wanted;
#else
	size_t size = arena->last ? arena->last->size * 2 : FIRST_BLOCK;

	if (size > LARGEST_BLOCK)
		size = LARGEST_BLOCK;
	return size < wanted ? wanted : size;
#endif
}

static void add_block(struct arena *arena, size_t wanted)
{
	size_t size = block_size(arena, wanted);
	struct arena_block *block = size < SIZE_MAX / 2 ? malloc(sizeof(*block) + size) : NULL;

	if (!block)
		arena_out_of_memory();
	*block = (struct arena_block){ .before = arena->last, .size = size };
	arena->last = block;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / 2 / size)
		arena_out_of_memory();

	size_t wanted = count * size;
#ifdef __SANITIZE_ADDRESS__
	add_block(arena, wanted);
	arena->last->used = wanted;
	return memset(arena->last->bytes, 0, wanted);
#else
	wanted = (wanted + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (!arena->last || arena->last->size - arena->last->used < wanted)
		add_block(arena, wanted);

	char *memory = (char *)arena->last->bytes + arena->last->used;
	arena->last->used += wanted;
	return memset(memory, 0, wanted);
#endif
}

struct str arena_copy(struct arena *arena, struct str s)
{
	return arena_join(arena, &s, 1);
}

struct str arena_join(struct arena *arena, const struct str *parts, size_t count)
{
	size_t len = 0;

	for (size_t i = 0; i < count; i++)
		len += parts[i].len;

	char *bytes = arena_alloc(arena, len + 1, 1), *end = bytes;
	for (size_t i = 0; i < count; i++) {
		if (parts[i].len > 0)
			memcpy(end, parts[i].ptr, parts[i].len);
		end += parts[i].len;
	}
	return (struct str){ bytes, len };
}

struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){ arena->last, arena->last ? arena->last->used : 0 };
}

void arena_reset(struct arena *arena, struct arena_mark mark)
{
	while (arena->last != mark.block) {
		struct arena_block *block = arena->last;
		arena->last = block->before;
		free(block);
	}
	if (arena->last)
		arena->last->used = mark.used;
}

void arena_free(struct arena *arena)
{
	arena_reset(arena, (struct arena_mark){ NULL, 0 });
}

/* Below the blocks of `arena`, so that the one it hands out from stays the last. */
void arena_absorb(struct arena *arena, struct arena *from)
{
	struct arena_block **lowest = &arena->last;

	while (*lowest)
		lowest = &(*lowest)->before;
	*lowest = from->last;
	from->last = NULL;
}

void *array_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return items;

	size_t wider = *capacity ? *capacity * 2 : 8;
	void *grown = arena_alloc(arena, wider, size);
	if (count > 0)
		memcpy(grown, items, count * size);
	*capacity = wider;
	return grown;
}
