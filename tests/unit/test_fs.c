/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Reading files and folders that might be anything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <stdatomic.h>

#include <cmocka.h>

#include "sandbox.h"

struct fixture {
	struct sandbox box;
	struct arena arena;
	size_t descriptors;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->descriptors = open_descriptors();
	sandbox_make(&f->box);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	sandbox_free(&f->box);
	arena_free(&f->arena);
	assert_int_equal(open_descriptors(), f->descriptors);
	free(f);
	return 0;
}

static int read_named(struct fixture *f, const char *name, size_t limit, struct str *text)
{
	return fs_read(&f->arena, f->box.folder, name, limit, text);
}

static void a_file_is_read_whole(void **state)
{
	struct fixture *f = *state;
	struct str text;

	sandbox_write_bytes(&f->box, "a", (struct str){ "x\0y\n", 4 });
	sandbox_write(&f->box, "empty", "");
	assert_int_equal(read_named(f, "a", 4, &text), 0);
	assert_true(str_eq(text, (struct str){ "x\0y\n", 4 }));
	assert_int_equal(text.ptr[4], '\0');
	assert_int_equal(read_named(f, "empty", 0, &text), 0);
	assert_int_equal(text.len, 0);
}

static void a_large_file_is_refused_before_it_is_read(void **state)
{
	struct fixture *f = *state;
	struct str text;

	sandbox_write(&f->box, "a", "12345");
	assert_int_equal(read_named(f, "a", 4, &text), EFBIG);
	assert_int_equal(text.len, 0);
	sandbox_write(&f->box, "sparse", "");
	assert_int_equal(truncate(sandbox_at(&f->box, "sparse"), (off_t)100 << 30), 0);
	assert_int_equal(read_named(f, "sparse", (size_t)1 << 20, &text), EFBIG);
}

static void only_regular_files_are_read(void **state)
{
	struct fixture *f = *state;
	struct str text;

	sandbox_folder(&f->box, "folder");
	assert_int_equal(mkfifo(sandbox_at(&f->box, "fifo"), 0644), 0);
	assert_int_equal(read_named(f, "folder", 100, &text), EINVAL);
	assert_int_equal(read_named(f, "fifo", 100, &text), EINVAL);
	assert_int_equal(read_named(f, "absent", 100, &text), ENOENT);
	assert_int_equal(fs_read(&f->arena, AT_FDCWD, "/dev/zero", 100, &text), EINVAL);
	assert_int_equal(fs_read(&f->arena, AT_FDCWD, "/dev/null", 100, &text), EINVAL);
}

static void links_are_not_followed(void **state)
{
	struct fixture *f = *state;
	struct str text;

	sandbox_write(&f->box, "a", "secret");
	assert_int_equal(symlinkat("a", f->box.folder, "link"), 0);
	assert_int_equal(symlinkat("loop", f->box.folder, "loop"), 0);
	assert_int_equal(symlinkat("absent", f->box.folder, "dangling"), 0);
	assert_int_equal(read_named(f, "link", 100, &text), ELOOP);
	assert_int_equal(read_named(f, "loop", 100, &text), ELOOP);
	assert_int_equal(read_named(f, "dangling", 100, &text), ELOOP);
}

/* A project that links templates/assets to somebody's keys must not get them published. */
static void links_to_folders_below_a_folder_are_not_followed(void **state)
{
	struct fixture *f = *state;

	sandbox_folder(&f->box, "keys");
	assert_int_equal(symlinkat("keys", f->box.folder, "assets"), 0);
	int folder = fs_open_below(f->box.folder, "assets");
	if (folder >= 0)
		close(folder);
	assert_int_equal(folder, -1);
}

/* The path that the user gives may well lead over links. */
static void links_on_the_users_own_path_are_followed(void **state)
{
	struct fixture *f = *state;

	sandbox_folder(&f->box, "project");
	assert_int_equal(symlinkat("project", f->box.folder, "link"), 0);
	int folder = fs_open_folder(AT_FDCWD, sandbox_at(&f->box, "link"));
	assert_true(folder >= 0);
	close(folder);
}

struct writer {
	const char *path;
	atomic_bool done;
};

static void *grow(void *argument)
{
	struct writer *writer = argument;
	int file = open(writer->path, O_WRONLY | O_APPEND | O_CLOEXEC);

	for (int i = 0; i < 10000 && !atomic_load(&writer->done); i++)
		if (write(file, "0123456789", 10) != 10)
			break;
	close(file);
	return NULL;
}

/* A file that somebody writes to is read as long as it said that it is, or not at all. */
static void a_growing_file_is_whole_or_an_error(void **state)
{
	struct fixture *f = *state;
	struct writer writer = { .path = sandbox_at(&f->box, "a") };
	pthread_t thread;

	sandbox_write(&f->box, "a", "0123456789");
	assert_int_equal(pthread_create(&thread, NULL, grow, &writer), 0);
	for (int i = 0; i < 200; i++) {
		struct arena_mark mark = arena_mark(&f->arena);
		struct str text;
		int error = read_named(f, "a", (size_t)1 << 20, &text);
		assert_true(error == 0 || error == EAGAIN);
		for (size_t k = 0; !error && k < text.len; k++)
			if (text.ptr[k] != (char)('0' + k % 10))
				fail_msg("byte %zu is wrong", k);
		arena_reset(&f->arena, mark);
	}
	atomic_store(&writer.done, true);
	pthread_join(thread, NULL);
}

/* Files of /proc say that they are empty and are not. */
static void a_file_that_goes_on_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct str text;

	assert_int_equal(fs_read(&f->arena, AT_FDCWD, "/proc/self/status", 100000, &text), EAGAIN);
}

static void listings_are_sorted_and_tell_kinds(void **state)
{
	static const char *const names[] = { ".hidden", "10", "5", "B", "a", "fifo", "link" };
	struct fixture *f = *state;
	struct fs_listing listing;

	sandbox_write(&f->box, "a", "");
	sandbox_write(&f->box, ".hidden", "");
	sandbox_folder(&f->box, "B");
	sandbox_write(&f->box, "5", "");
	sandbox_write(&f->box, "10", "");
	assert_int_equal(symlinkat("B", f->box.folder, "link"), 0);
	assert_int_equal(mkfifo(sandbox_at(&f->box, "fifo"), 0644), 0);
	for (size_t round = 0; round < 2; round++) {
		assert_int_equal(fs_list(&f->arena, f->box.folder, &listing), 0);
		assert_int_equal(listing.count, 7);
		for (size_t i = 0; i < 7; i++) {
			const struct fs_entry *item = &listing.items[i];
			assert_string_equal(item->name.ptr, names[i]);
			assert_int_equal(item->is_folder, i == 3);
			assert_int_equal(item->is_file, i < 3 || i == 4);
		}
	}
}

static void an_empty_folder_has_no_items(void **state)
{
	struct fixture *f = *state;
	struct fs_listing listing;

	assert_int_equal(fs_list(&f->arena, f->box.folder, &listing), 0);
	assert_int_equal(listing.count, 0);
	assert_int_equal(fs_list(&f->arena, -1, &listing), EBADF);
}

static void errors_of_writing_are_told(void **state)
{
	struct fixture *f = *state;
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	(void)f;
	assert_true(full >= 0);
	assert_int_equal(fs_write(full, STR("a")), ENOSPC);
	assert_int_equal(fs_write(full, STR("")), 0);
	close(full);
	assert_int_equal(fs_write(-1, STR("a")), EBADF);
}

static void a_file_that_is_there_is_not_created(void **state)
{
	struct fixture *f = *state;
	struct str text;

	assert_int_equal(fs_create(f->box.folder, "new", STR("first")), 0);
	assert_int_equal(fs_create(f->box.folder, "new", STR("second")), EEXIST);
	assert_int_equal(symlinkat("nowhere", f->box.folder, "link"), 0);
	assert_int_equal(fs_create(f->box.folder, "link", STR("second")), EEXIST);
	assert_int_equal(fs_create(f->box.folder, "no/folder", STR("text")), ENOENT);
	assert_int_equal(fs_read(&f->arena, f->box.folder, "new", 100, &text), 0);
	assert_true(str_is(text, "first"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_file_is_read_whole),
		TEST(a_large_file_is_refused_before_it_is_read),
		TEST(only_regular_files_are_read),
		TEST(links_are_not_followed),
		TEST(links_to_folders_below_a_folder_are_not_followed),
		TEST(links_on_the_users_own_path_are_followed),
		TEST(a_growing_file_is_whole_or_an_error),
		TEST(a_file_that_goes_on_is_an_error),
		TEST(listings_are_sorted_and_tell_kinds),
		TEST(an_empty_folder_has_no_items),
		TEST(errors_of_writing_are_told),
		TEST(a_file_that_is_there_is_not_created),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
