/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Threads, in one place. A job reads what is constant and writes only what belongs to its index or its worker, so the
 * results do not depend on the number of threads.
 */
#ifndef STATUSBOOK_BASE_POOL_H
#define STATUSBOOK_BASE_POOL_H

#include <stddef.h>

/* Job `index` of `count`, run by worker number `worker`. */
typedef void pool_job(void *context, size_t index, size_t worker);

/*
 * Runs all jobs, each once, and returns when they are done. Indexes are handed out in ascending order. Uses up to
 * `threads` threads, the caller's among them; where the system gives fewer, those do the work.
 */
void pool_run(size_t threads, size_t count, pool_job *job, void *context);

/* The number of cores that this process may use; at least 1. */
size_t pool_cores(void);

#endif
