/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Runs a target once on each file that is named; in folders, on all files. For where there is no libFuzzer. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "fuzz.h"

#define LARGEST ((size_t)1 << 20)
#define MOST_SECONDS 20 /* for one input: the machine may be busy, and sanitizers are slow */

static size_t count;
static const char *current; /* for the last message */

static void tell(int signal)
{
	dprintf(STDERR_FILENO, "%s: %s\n", current, signal == SIGALRM ? "takes too long" : "crashes");
	_exit(1);
}

static void run(int folder, const char *name)
{
	struct arena arena = { 0 };
	struct str text;
	int error = fs_read(&arena, folder, name, LARGEST, &text);

	if (error) {
		fprintf(stderr, "%s: %s\n", name, strerror(error));
		exit(1);
	}
	current = name;
	alarm(MOST_SECONDS);
	/* A block of its own: whatever reads beyond its end is seen by AddressSanitizer. */
	uint8_t *bytes = malloc(text.len ? text.len : 1);
	if (!bytes)
		abort();
	if (text.len > 0)
		memcpy(bytes, text.ptr, text.len);
	LLVMFuzzerTestOneInput(bytes, text.len);
	free(bytes);
	arena_free(&arena);
	count++;
}

static void run_folder(const char *path)
{
	struct arena arena = { 0 };
	struct fs_listing listing;
	int folder = fs_open_folder(AT_FDCWD, path);

	if (folder < 0 || fs_list(&arena, folder, &listing) != 0) {
		fprintf(stderr, "%s: cannot be read\n", path);
		exit(1);
	}
	for (size_t i = 0; i < listing.count; i++) {
		run(folder, listing.items[i].name.ptr);
	}
	close(folder);
	arena_free(&arena);
}

int main(int argc, char **argv)
{
	struct stat info;

	signal(SIGALRM, tell);
	signal(SIGABRT, tell);
	for (int i = 1; i < argc; i++) {
		if (stat(argv[i], &info) == 0 && S_ISDIR(info.st_mode))
			run_folder(argv[i]);
		else
			run(AT_FDCWD, argv[i]);
	}
	printf("%s: %zu inputs\n", argv[0], count);
	return count == 0;
}
