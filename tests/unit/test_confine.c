/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The wall around the program: in a child of its own each time, for there is no way back. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "sandbox.h"
#include "base/confine.h"

#define NOT_HERE 99

/* In the child: 0 or an errno value. */
static int try_open(const char *path, int flags)
{
	int file = open(path, flags | O_CLOEXEC, 0644);

	return file < 0 ? errno : 0;
}

/* The number of the first thing that is not as it should be; 0 if all is well. */
static int attempt(void)
{
	const struct confined_folder folders[] = { { "source", false }, { "output", true }, { "absent", true } };

	if (!confine(folders, 3))
		return NOT_HERE;
	if (try_open("source/page", O_RDONLY) != 0)
		return 1;
	if (try_open("source/new", O_WRONLY | O_CREAT) != EACCES || try_open("source/page", O_WRONLY) != EACCES)
		return 2;
	if (try_open("/etc/passwd", O_RDONLY) != EACCES || try_open("/", O_RDONLY | O_DIRECTORY) != EACCES)
		return 3;
	if (try_open("output/away", O_RDONLY) != EACCES) /* a link that was there before */
		return 4;
	if (try_open("output/new", O_WRONLY | O_CREAT) != 0 || mkdir("output/stage", 0755) != 0)
		return 5;
	if (link("output/new", "output/stage/new") != 0)
		return 6;
	if (renameat2(AT_FDCWD, "output/stage", AT_FDCWD, "output/old", RENAME_EXCHANGE) != 0)
		return 7;
	return symlink("/etc/passwd", "output/link") == 0 ? 8 : 0;
}

static void only_the_named_folders_can_be_opened(void **state)
{
	struct sandbox box;
	int status;

	(void)state;
	sandbox_make(&box);
	sandbox_write(&box, "source/page", "text");
	sandbox_folder(&box, "output");
	sandbox_folder(&box, "output/old");
	assert_int_equal(symlinkat("/etc/passwd", box.folder, "output/away"), 0);

	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(fchdir(box.folder) == 0 ? attempt() : 98);
	assert_int_equal(waitpid(child, &status, 0), child);
	sandbox_free(&box);
	assert_true(WIFEXITED(status));
#if defined(__SANITIZE_ADDRESS__)
	skip(); /* left alone: see the header */
#endif
	if (WEXITSTATUS(status) == NOT_HERE)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_named_folders_can_be_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
