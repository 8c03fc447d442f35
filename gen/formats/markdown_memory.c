/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Chunks that double up to a limit, cut into blocks of fixed sizes; blocks that are given back wait in lists by size. */
#include "formats/markdown_memory.h"

#include <assert.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define FIRST_CHUNK ((size_t)16 << 10)
#define LARGEST_CHUNK ((size_t)1 << 20)

/* Sizes are multiples of STEP up to FINE, and powers of two from there on. */
#define STEP sizeof(max_align_t)
#define FINE (32 * STEP)

struct md_block {
	size_t size;
	struct md_block *next; /* in a list of unused ones */
	max_align_t bytes[];
};

struct md_chunk {
	struct md_chunk *before;
	size_t size, used;
	max_align_t bytes[];
};

/* What the functions without a context work on. */
static _Thread_local struct {
	struct md_memory *memory;
	jmp_buf *back;
} running;

/* The number of the list for blocks of at least `size` bytes; `size` becomes what they really have. */
static size_t list_of(size_t *size)
{
	size_t list = *size > 0 ? (*size - 1) / STEP : 0, exact = FINE;

	if (*size <= FINE) {
		*size = (list + 1) * STEP;
		return list;
	}
	for (list = FINE / STEP - 1; exact < *size && list < MD_MEMORY_SIZES; list++)
		exact *= 2;
	*size = exact;
	return list;
}

static struct md_chunk *add_chunk(struct md_memory *memory, size_t wanted)
{
#ifdef __SANITIZE_ADDRESS__
	size_t size = 0;
#else
	size_t size = memory->chunks ? memory->chunks->size * 2 : FIRST_CHUNK;
#endif
	if (size > LARGEST_CHUNK)
		size = LARGEST_CHUNK;
	if (size < wanted)
		size = wanted;
	if (size > memory->limit - memory->taken)
		longjmp(*running.back, 1);

	struct md_chunk *chunk = malloc(sizeof(*chunk) + size);
	if (!chunk)
		arena_out_of_memory();
	*chunk = (struct md_chunk){ .before = memory->chunks, .size = size };
	memory->chunks = chunk;
	memory->taken += size;
	return chunk;
}

static void *allocate(size_t wanted)
{
	struct md_memory *memory = running.memory;
	size_t size = wanted, list = list_of(&size);

	if (list >= MD_MEMORY_SIZES)
		longjmp(*running.back, 1);

	struct md_block *block = memory->unused[list];
	if (block) {
		memory->unused[list] = block->next;
		return block->bytes;
	}
	struct md_chunk *chunk = memory->chunks;
	size_t whole = sizeof(*block) + size;
	if (!chunk || chunk->size - chunk->used < whole)
		chunk = add_chunk(memory, whole);
	block = (struct md_block *)((char *)chunk->bytes + chunk->used);
	chunk->used += whole;
	*block = (struct md_block){ .size = size };
	return block->bytes;
}

static struct md_block *block_of(void *bytes)
{
	return (struct md_block *)((char *)bytes - offsetof(struct md_block, bytes));
}

static void give_back(void *bytes)
{
	if (!bytes)
		return;

	struct md_block *block = block_of(bytes);
	size_t size = block->size, list = list_of(&size);
	block->next = running.memory->unused[list];
	running.memory->unused[list] = block;
}

/* Makes the block longer if it is the last one and there is room behind it. */
static bool stretch(struct md_block *block, size_t wanted)
{
	struct md_chunk *chunk = running.memory->chunks;
	size_t size = wanted;

	if ((char *)block->bytes + block->size != (char *)chunk->bytes + chunk->used)
		return false;
	if (list_of(&size) >= MD_MEMORY_SIZES || size - block->size > chunk->size - chunk->used)
		return false;
	chunk->used += size - block->size;
	block->size = size;
	return true;
}

static void *zeroed(size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / 2 / size)
		longjmp(*running.back, 1);
	return memset(allocate(count * size), 0, count * size);
}

static void *resized(void *old, size_t size)
{
	struct md_block *block = old ? block_of(old) : NULL;

	if (block && (size <= block->size || stretch(block, size)))
		return old;
	void *bytes = allocate(size);
	if (block) {
		memcpy(bytes, old, block->size);
		give_back(old);
	}
	return bytes;
}

bool md_memory_run(struct md_memory *memory, void (*work)(void *context), void *context)
{
	jmp_buf back;

	assert(!running.memory);
	running.memory = memory;
	running.back = &back;
	bool first = setjmp(back) == 0;
	if (first)
		work(context);
	running.memory = NULL;
	running.back = NULL;
	return first;
}

cmark_mem *md_memory_functions(void)
{
	static const cmark_mem functions = { zeroed, resized, give_back };

	return (cmark_mem *)&functions; /* not written to: the type is older than `const` */
}

void md_memory_free(struct md_memory *memory)
{
	while (memory->chunks) {
		struct md_chunk *chunk = memory->chunks;
		memory->chunks = chunk->before;
		free(chunk);
	}
	*memory = (struct md_memory){ .limit = memory->limit };
}
