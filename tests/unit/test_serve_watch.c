/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Whether the files of a project have changed, by whatever way they were saved. */
#include <math.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "sandbox.h"
#include "base/confine.h"
#include "commands/serve_parts.h"

static void make_project(struct sandbox *box)
{
	sandbox_make(box);
	sandbox_write(box, "content/site.yaml", "name: x\n");
	sandbox_write(box, "content/a/1.en.md", "one");
	sandbox_write(box, "locales/qx.po", "");
	sandbox_write(box, "templates/assets/style.css", "a {}");
	sandbox_write(box, "other/file", "not of the site");
}

/* Whether there is news within a second; then the watch has looked, and the answer is whether anything has changed. */
static bool hears(struct watch *watch)
{
	struct pollfd one = { .fd = watch->notify, .events = POLLIN };

	if (poll(&one, 1, 1000) != 1)
		return false;
	watch_hear(watch);
	assert_true(watch_due(watch) <= seconds_now() + 0.1);
	return watch_look(watch);
}

static void every_way_to_save_is_heard(void **state)
{
	struct sandbox box;
	struct watch watch;

	(void)state;
	make_project(&box);
	watch_open(&watch, box.path);
	assert_true(watch.notify >= 0);
	assert_true(isinf(watch_due(&watch)));
	assert_false(watch_look(&watch));

	sandbox_write(&box, "content/a/1.en.md", "two");
	assert_true(hears(&watch));
	sandbox_write(&box, "content/a/.1.en.md.new", "three");
	assert_int_equal(renameat(box.folder, "content/a/.1.en.md.new", box.folder, "content/a/1.en.md"), 0);
	assert_true(hears(&watch));
	sandbox_write(&box, "content/a/2.en.md", "new");
	assert_true(hears(&watch));
	assert_int_equal(unlinkat(box.folder, "content/a/2.en.md", 0), 0);
	assert_true(hears(&watch));
	assert_int_equal(renameat(box.folder, "locales", box.folder, "locales.away"), 0);
	assert_true(hears(&watch));
	assert_int_equal(renameat(box.folder, "locales.away", box.folder, "locales"), 0);
	assert_true(hears(&watch));
	watch_close(&watch);
	sandbox_free(&box);
}

static void files_in_new_folders_are_heard(void **state)
{
	struct sandbox box;
	struct watch watch;

	(void)state;
	make_project(&box);
	watch_open(&watch, box.path);
	sandbox_folder(&box, "content/b");
	hears(&watch);
	sandbox_write(&box, "content/b/1.en.md", "one");
	assert_true(hears(&watch));
	sandbox_write(&box, "content/b/1.en.md", "two");
	assert_true(hears(&watch));
	watch_close(&watch);
	sandbox_free(&box);
}

/* Two saves within one tick of the clock, of the same size. */
static void what_counts_is_the_content(void **state)
{
	struct sandbox box;
	struct watch watch;

	(void)state;
	make_project(&box);
	watch_open(&watch, box.path);
	uint64_t before = watch_state(&watch);
	for (int i = 0; i < 50; i++) {
		sandbox_write(&box, "content/a/1.en.md", i % 2 ? "one" : "two");
		assert_true(watch_look(&watch));
	}
	assert_int_equal(watch_state(&watch), before);
	sandbox_write(&box, "content/a/1.en.md", "one");
	sandbox_write(&box, "content/a/.1.en.md.swp", "of an editor");
	sandbox_write(&box, "other/file", "changed");
	assert_false(watch_look(&watch));
	watch_close(&watch);
	sandbox_free(&box);
}

static void edited_is_what_differs_from_the_beginning(void **state)
{
	struct sandbox box;
	struct watch watch;

	(void)state;
	make_project(&box);
	watch_open(&watch, box.path);
	assert_false(watch_was_edited(&watch, STR("content/a/1.en.md")));
	sandbox_write(&box, "content/a/1.en.md", "two");
	sandbox_write(&box, "content/a/1.qx.md", "new");
	assert_int_equal(unlinkat(box.folder, "locales/qx.po", 0), 0);
	watch_look(&watch);
	assert_true(watch_was_edited(&watch, STR("content/a/1.en.md")));
	assert_true(watch_was_edited(&watch, STR("content/a/1.qx.md")));
	assert_true(watch_was_edited(&watch, STR("locales/qx.po")));
	assert_false(watch_was_edited(&watch, STR("content/site.yaml")));
	assert_false(watch_was_edited(&watch, STR("content/a/9.en.md")));
	sandbox_write(&box, "content/a/1.en.md", "one");
	watch_look(&watch);
	assert_false(watch_was_edited(&watch, STR("content/a/1.en.md")));
	watch_close(&watch);
	sandbox_free(&box);
}

static void without_news_it_looks_once_a_second(void **state)
{
	struct sandbox box;
	struct watch watch;

	(void)state;
	make_project(&box);
	watch_open(&watch, box.path);
	close(watch.notify);
	watch.notify = -1;
	watch_hear(&watch);
	assert_true(watch_due(&watch) > watch.looked + 0.9 && watch_due(&watch) < watch.looked + 1.1);
	assert_false(watch_is_behind(&watch));
	watch.looked -= 2;
	assert_true(watch_is_behind(&watch));
	sandbox_write(&box, "content/a/1.en.md", "two");
	assert_true(watch_look(&watch));
	assert_false(watch_look(&watch));
	watch_close(&watch);
	sandbox_free(&box);
}

static void a_project_that_is_not_there_may_come(void **state)
{
	struct sandbox box;
	struct watch watch;
	size_t descriptors = open_descriptors();

	(void)state;
	sandbox_make(&box);
	watch_open(&watch, sandbox_at(&box, "later"));
	assert_false(watch_look(&watch));
	sandbox_write(&box, "later/content/site.yaml", "name: x\n");
	assert_true(watch_look(&watch));
	watch_close(&watch);
	sandbox_free(&box);
	assert_int_equal(open_descriptors(), descriptors);
}

/* The number of the first thing that is not as it should be; 0 if all is well. */
static int attempt(const struct sandbox *box)
{
	struct confined_folder folders[] = { { box->path, true } };
	struct watch watch;

	if (!confine(folders, 1))
		return 0;
	watch_open(&watch, box->path);
	if (watch.notify < 0)
		return 1;
	sandbox_write(box, "content/a/1.en.md", "two");
	return hears(&watch) ? 0 : 2;
}

static void it_hears_when_confined(void **state)
{
	struct sandbox box;
	int status;

	(void)state;
	make_project(&box);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(attempt(&box));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	sandbox_free(&box);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_way_to_save_is_heard),
		cmocka_unit_test(files_in_new_folders_are_heard),
		cmocka_unit_test(what_counts_is_the_content),
		cmocka_unit_test(edited_is_what_differs_from_the_beginning),
		cmocka_unit_test(without_news_it_looks_once_a_second),
		cmocka_unit_test(a_project_that_is_not_there_may_come),
		cmocka_unit_test(it_hears_when_confined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
