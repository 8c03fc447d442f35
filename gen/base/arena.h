/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Memory by lifetime: everything that dies together comes from one arena and is freed with it, never one by one. An
 * arena belongs to one thread at a time. When memory runs out, the program says so and exits with status 3; nothing
 * here returns NULL. Memory is zeroed. Under AddressSanitizer each allocation is a block of its own, so that overruns
 * are seen.
 */
#ifndef STATUSBOOK_BASE_ARENA_H
#define STATUSBOOK_BASE_ARENA_H

#include "base/str.h"

struct arena_block;

struct arena {
	struct arena_block *last;
};

struct arena_mark {
	struct arena_block *block;
	size_t used;
};

/*
 * Prints one message and ends the program with status 3, from any thread: for arena and buf, and for whoever asks a
 * library that has no memory. Nothing is undone first, because that would need memory: what a build has written lies in
 * its stage, the old site is as it was, and the next build removes the stage.
 */
_Noreturn void arena_out_of_memory(void);

/* `count` zeroed elements of `size` bytes; an overflowing product counts as memory that ran out. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);
#define arena_new(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))
#define arena_array(arena, count, type) ((type *)arena_alloc((arena), (count), sizeof(type)))

/* A copy of `s`, with a NUL behind it that does not count, so that `ptr` serves C functions too. */
struct str arena_copy(struct arena *arena, struct str s);

/* One string made of `count` parts. */
struct str arena_join(struct arena *arena, const struct str *parts, size_t count);
#define arena_concat(arena, ...)                                                                                       \
	arena_join((arena), (const struct str[]){ __VA_ARGS__ },                                                       \
		   sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

/* The state of now, and the way back to it: all that was allocated since is gone. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_reset(struct arena *arena, struct arena_mark mark);

/* Frees everything; the arena is empty and usable again. */
void arena_free(struct arena *arena);

/* Gives all that `from` holds to `arena`; `from` is empty then. Marks of `arena` lose their sense. */
void arena_absorb(struct arena *arena, struct arena *from);

/*
 * Growing arrays: a struct with the members `T *items; size_t count; size_t capacity;`. Returns the new, zeroed last
 * element. Elements move when the array grows: do not keep pointers to them while it still does.
 */
#define array_add(arena, array)                                                                                        \
	((array)->items =                                                                                              \
		 array_grow((arena), (array)->items, (array)->count, &(array)->capacity, sizeof(*(array)->items)),     \
	 &(array)->items[(array)->count++])
void *array_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

struct str_array {
	struct str *items;
	size_t count;
	size_t capacity;
};

#endif
