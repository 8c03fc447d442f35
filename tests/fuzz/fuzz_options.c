/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Command lines: an argument a line. */
#include <fcntl.h>
#include <unistd.h>

#include "commands/command.h"
#include "fuzz.h"

#define MOST_ARGUMENTS 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str rest = { (const char *)data, size }, argument;
	char *arguments[MOST_ARGUMENTS + 1] = { (char *)"build" };
	struct options options;
	int count = 1;

	while (count < MOST_ARGUMENTS && str_next_line(&rest, &argument))
		arguments[count++] = (char *)arena_copy(&arena, argument).ptr;
	int said = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);
	CHECK(said >= 0 && nowhere >= 0 && dup2(nowhere, STDERR_FILENO) >= 0);
	int status = options_read(count, arguments, "CdbjosnfpirRaleuO", "", &options);
	dup2(said, STDERR_FILENO);
	close(said);
	close(nowhere);
	CHECK(status == -1 || status == 0 || status == 2);
	if (status == -1) {
		CHECK(options.first >= 1 && options.first <= count);
		CHECK(options.project && options.bind && options.port <= 65535 && options.threads >= 1);
		options_fit(&options, "Cq");
	}
	arena_free(&arena);
	return 0;
}
