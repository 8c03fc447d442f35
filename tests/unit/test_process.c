/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "base/process.h"
#include "sandbox.h"

#define LIMIT 100000

static int run(struct process *process, const char *const *arguments)
{
	size_t before = open_descriptors();

	*process = (struct process){ .arguments = arguments, .limit = LIMIT, .seconds = 20 };
	int error = process_run(process);
	assert_int_equal(open_descriptors(), before);
	return error;
}

static void forget(struct process *process)
{
	buf_free(&process->output);
	buf_free(&process->complaints);
}

static int run_shell(struct process *process, const char *script)
{
	return run(process, (const char *const[]){ "sh", "-c", script, NULL });
}

static void both_outputs_and_the_exit_status_come_back(void **state)
{
	struct process process;

	(void)state;
	assert_int_equal(run_shell(&process, "echo out; echo err >&2; exit 7"), 0);
	assert_true(str_is(buf_view(&process.output), "out\n"));
	assert_true(str_is(buf_view(&process.complaints), "err\n"));
	assert_int_equal(process.status, 7);
	forget(&process);
}

static void arguments_are_no_shell_words(void **state)
{
	struct process process;

	(void)state;
	assert_int_equal(run(&process, (const char *const[]){ "printf", "%s|", "a b", "$HOME;*", "", NULL }), 0);
	assert_true(str_is(buf_view(&process.output), "a b|$HOME;*||"));
	forget(&process);
}

static void a_program_has_nothing_to_read(void **state)
{
	struct process process;

	(void)state;
	assert_int_equal(run(&process, (const char *const[]){ "cat", NULL }), 0);
	assert_int_equal(process.output.len, 0);
	forget(&process);
}

static void a_program_that_is_not_there_is_named_so(void **state)
{
	struct process process;

	(void)state;
	assert_int_equal(run(&process, (const char *const[]){ "no-such-program-anywhere", NULL }), ENOENT);
	forget(&process);
}

static void much_output_on_both_sides_does_not_block(void **state)
{
	struct process process;

	(void)state;
	assert_int_equal(run_shell(&process, "head -c 90000 /dev/zero; head -c 90000 /dev/zero >&2"), 0);
	assert_int_equal(process.output.len, 90000);
	assert_int_equal(process.complaints.len, 90000);
	forget(&process);
}

static void a_program_without_end_is_stopped(void **state)
{
	struct process process;

	(void)state;
	assert_int_equal(run_shell(&process, "exec cat /dev/zero"), EFBIG);
	forget(&process);

	static const char *const scripts[] = { "exec sleep 100", "exec sleep 100 >&- 2>&-" };
	for (size_t i = 0; i < 2; i++) {
		process = (struct process){ .arguments = (const char *const[]){ "sh", "-c", scripts[i], NULL },
					    .limit = LIMIT,
					    .seconds = 1 };
		assert_int_equal(process_run(&process), ETIMEDOUT);
		forget(&process);
	}
}

static void a_signal_counts_as_shells_count_it(void **state)
{
	struct process process;

	(void)state;
	assert_int_equal(run_shell(&process, "kill -TERM $$"), 0);
	assert_int_equal(process.status, 128 + SIGTERM);
	forget(&process);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_outputs_and_the_exit_status_come_back),
		cmocka_unit_test(arguments_are_no_shell_words),
		cmocka_unit_test(a_program_has_nothing_to_read),
		cmocka_unit_test(a_program_that_is_not_there_is_named_so),
		cmocka_unit_test(much_output_on_both_sides_does_not_block),
		cmocka_unit_test(a_program_without_end_is_stopped),
		cmocka_unit_test(a_signal_counts_as_shells_count_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
