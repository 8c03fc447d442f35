/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Other programs, run and waited for: found in PATH, without a shell, with nothing to read, and with limits. What they
 * print is collected. Not for more than one thread at a time.
 */
#ifndef STATUSBOOK_BASE_PROCESS_H
#define STATUSBOOK_BASE_PROCESS_H

#include "base/buf.h"

struct process {
	const char *const *arguments; /* the name of the program first, NULL last */
	size_t limit;                 /* of the bytes it may print, on each of its two outputs */
	unsigned seconds;             /* it may take */
	struct buf output;            /* what it printed; whoever declared the struct frees both */
	struct buf complaints;        /* what it printed to standard error */
	int status;                   /* how it ended: its exit status, or 128 and the number of a signal */
};

/*
 * 0 once the program has ended by itself, however that was; else an errno value: ENOENT if there is no such program,
 * ETIMEDOUT and EFBIG when it was stopped at a limit.
 */
int process_run(struct process *process);

#endif
