/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Threads: each job once, and the same result whatever their number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/pool.h"

#define JOBS 200000 /* enough for all threads to meet */
#define MOST 8

struct tally {
	size_t squares[JOBS];
	size_t done[MOST]; /* by each worker */
	atomic_size_t highest_worker;
};

static void square(void *context, size_t index, size_t worker)
{
	struct tally *tally = context;
	size_t highest = atomic_load(&tally->highest_worker);

	while (worker > highest && !atomic_compare_exchange_weak(&tally->highest_worker, &highest, worker))
		;
	tally->squares[index] += index * index;
	tally->done[worker]++;
}

static void any_number_of_threads_gives_the_same(void **state)
{
	static const size_t threads[] = { 0, 1, 2, 8 };
	static struct tally tally;

	(void)state;
	for (size_t round = 0; round < 12; round++) {
		size_t t = round % 4;
		size_t done = 0;
		memset(&tally, 0, sizeof(tally));
		pool_run(threads[t], JOBS, square, &tally);
		for (size_t i = 0; i < JOBS; i++)
			assert_int_equal(tally.squares[i], i * i);
		for (size_t i = 0; i < MOST; i++)
			done += tally.done[i];
		assert_int_equal(done, JOBS);
		assert_true(tally.highest_worker < (threads[t] ? threads[t] : 1));
	}
}

static void note_order(void *context, size_t index, size_t worker)
{
	size_t *next = context;

	assert_int_equal(worker, 0);
	assert_int_equal(index, (*next)++);
}

static void one_thread_goes_in_order_and_is_the_callers(void **state)
{
	size_t next = 0;

	(void)state;
	pool_run(1, 100, note_order, &next);
	assert_int_equal(next, 100);
}

/* More threads than jobs: those without a job do no harm. */
static void few_jobs_need_few_threads(void **state)
{
	static struct tally tally;

	(void)state;
	pool_run(8, 3, square, &tally);
	assert_int_equal(tally.squares[2], 4);
	assert_true(tally.highest_worker < 3);
	pool_run(8, 0, square, NULL);
}

static void there_is_a_core(void **state)
{
	(void)state;
	assert_true(pool_cores() >= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_number_of_threads_gives_the_same),
		cmocka_unit_test(one_thread_goes_in_order_and_is_the_callers),
		cmocka_unit_test(few_jobs_need_few_threads),
		cmocka_unit_test(there_is_a_core),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
