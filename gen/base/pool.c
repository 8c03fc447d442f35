/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* A counter that threads take their next job from; nothing else is shared. */
#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#define MOST_THREADS 256

struct pool {
	atomic_size_t next;
	size_t count;
	pool_job *job;
	void *context;
};

struct worker {
	struct pool *pool;
	size_t number;
	pthread_t thread;
};

static void *work(void *argument)
{
	struct worker *worker = argument;
	struct pool *pool = worker->pool;

	for (;;) {
		size_t index = atomic_fetch_add(&pool->next, 1);
		if (index >= pool->count)
			return NULL;
		pool->job(pool->context, index, worker->number);
	}
}

void pool_run(size_t threads, size_t count, pool_job *job, void *context)
{
	struct pool pool = { .count = count, .job = job, .context = context };
	struct worker workers[MOST_THREADS];
	size_t started = 1;

	if (threads > MOST_THREADS)
		threads = MOST_THREADS;
	for (; started < threads && started < count; started++) {
		workers[started] = (struct worker){ .pool = &pool, .number = started };
		if (pthread_create(&workers[started].thread, NULL, work, &workers[started]) != 0)
			break;
	}
	workers[0] = (struct worker){ .pool = &pool };
	work(&workers[0]);
	for (size_t i = 1; i < started; i++)
		pthread_join(workers[i].thread, NULL);
}

size_t pool_cores(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) != 0)
		return 1;
	int count = CPU_COUNT(&set);
	return count > 0 ? (size_t)count : 1;
}
