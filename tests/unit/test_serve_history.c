/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Old texts, from git, of a program that has confined itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "sandbox.h"
#include "base/confine.h"
#include "base/hash.h"
#include "commands/serve_parts.h"

static void git(const struct sandbox *box, const char *what)
{
	char command[1024];

	snprintf(command, sizeof(command), "cd '%s' && git %s >/dev/null 2>&1", box->path, what);
	if (system(command) != 0)
		skip();
}

/* A store with these two texts; the ids are those that git gives. */
static void make_store(struct sandbox *box, char first[HASH_GIT_BLOB_SIZE], char second[HASH_GIT_BLOB_SIZE])
{
	sandbox_make(box);
	sandbox_write(box, "1", "first\n\ntext");
	sandbox_write(box, "2", "second\n");
	git(box, "init -q");
	git(box, "hash-object -w 1 2");
	hash_git_blob(STR("first\n\ntext"), first);
	hash_git_blob(STR("second\n"), second);
}

static void git_is_asked_as_often_as_needed(void **state)
{
	char first[HASH_GIT_BLOB_SIZE], second[HASH_GIT_BLOB_SIZE];
	struct arena arena = { 0 };
	struct history history;
	struct sandbox box;
	struct str text;

	(void)state;
	make_store(&box, first, second);
	history_open(&history, box.path);
	for (int i = 0; i < 3; i++) {
		assert_true(history_read(&history, str_from(first), &arena, &text));
		assert_true(str_is(text, "first\n\ntext"));
		assert_false(history_read(&history, STR("0123456789012345678901234567890123456789"), &arena, &text));
		assert_false(history_read(&history, STR("HEAD"), &arena, &text));
		assert_false(history_read(&history, STR("0123456789\n12345678901234567890123456789"), &arena, &text));
		assert_true(history_read(&history, str_from(second), &arena, &text));
		assert_true(str_is(text, "second\n"));
	}
	history_close(&history);
	arena_free(&arena);
	sandbox_free(&box);
}

static void without_a_store_nothing_is_known(void **state)
{
	char first[HASH_GIT_BLOB_SIZE];
	size_t descriptors = open_descriptors();
	struct arena arena = { 0 };
	struct history history;
	struct sandbox box;
	struct str text;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	sandbox_make(&box);
	hash_git_blob(STR("first\n"), first);
	history_open(&history, box.path);
	assert_false(history_read(&history, str_from(first), &arena, &text));
	assert_false(history_read(&history, str_from(first), &arena, &text));
	assert_int_equal(history.ask, -1);
	history_close(&history);
	arena_free(&arena);
	sandbox_free(&box);
	assert_int_equal(open_descriptors(), descriptors);
}

/* The number of the first thing that is not as it should be; 0 if all is well. */
static int attempt(const char *path, const char *id)
{
	struct confined_folder folder = { "/nowhere", false };
	struct arena arena = { 0 };
	struct history history;
	struct str text;

	history_open(&history, path);
	if (!confine(&folder, 1))
		return 0;
	return history_read(&history, str_from(id), &arena, &text) && str_is(text, "second\n") ? 0 : 1;
}

static void it_goes_on_when_confined(void **state)
{
	char first[HASH_GIT_BLOB_SIZE], second[HASH_GIT_BLOB_SIZE];
	struct sandbox box;
	int status;

	(void)state;
	make_store(&box, first, second);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(attempt(box.path, second));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	sandbox_free(&box);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(git_is_asked_as_often_as_needed),
		cmocka_unit_test(without_a_store_nothing_is_known),
		cmocka_unit_test(it_goes_on_when_confined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
