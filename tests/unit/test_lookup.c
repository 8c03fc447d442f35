/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Finding codes in text: the samples that the browser is tested against too, and what no sample shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

#include "base/fs.h"
#include "model/lookup.h"
#include "stages/resolve.h"

#include <fcntl.h>
#include <unistd.h>

/* The real site, read once: tests run in the project's folder. */
struct real {
	struct arena arena;
	struct diags diags;
	struct manuscript *manuscript;
	const struct site *site;
};

static int setup(void **state)
{
	static struct real real;

	real.diags.arena = &real.arena;
	real.manuscript = load(&real.arena, ".", &real.diags);
	real.site = resolve(real.manuscript, &real.diags);
	*state = &real;
	return diag_exit_status(&real.diags);
}

static int teardown(void **state)
{
	struct real *real = *state;

	site_release(real->manuscript->site);
	arena_free(&real->arena);
	return 0;
}

/* As tests/lookup/samples.txt writes it. */
static struct str brief(struct arena *arena, const struct findings *findings)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		if (finding->code.len > 0)
			buf_add(&text, finding->code);
		else if (finding->entry)
			buf_addf(&text, "(%.*s)", (int)finding->entry->code.len, finding->entry->code.ptr);
		else
			buf_add(&text, STR("-"));
		buf_add(&text, STR(" "));
		buf_add(&text, finding->detail.len > 0 ? finding->detail : STR("-"));
		buf_add(&text, STR(" "));
		buf_add(&text, finding->reply ? finding->reply->id : STR("-"));
		buf_add(&text, finding->disagrees ? STR(" disagree\n") : STR("\n"));
	}
	struct str copy = arena_copy(arena, buf_view(&text));
	buf_free(&text);
	return copy;
}

static void expect(struct real *real, struct str name, struct str text, struct str expected)
{
	struct arena arena = { 0 };
	struct findings findings = lookup_find(&arena, real->site, text);
	struct str got = brief(&arena, &findings);

	if (!str_eq(got, expected))
		fail_msg("%.*s: expected\n%.*sfound\n%.*s", (int)name.len, name.ptr, (int)expected.len, expected.ptr,
			 (int)got.len, got.ptr);
	arena_free(&arena);
}

/* One sample: text, then lines "=> ...". */
struct sample {
	struct str name;
	struct buf text;
	struct buf expected;
	bool crlf;
};

static void finish(struct real *real, struct sample *sample)
{
	if (sample->name.len > 0)
		expect(real, sample->name, str_trim(buf_view(&sample->text)), buf_view(&sample->expected));
	buf_clear(&sample->text);
	buf_clear(&sample->expected);
}

static void samples_give_what_they_say(void **state)
{
	struct real *real = *state;
	struct sample sample = { .name = { NULL, 0 } };
	struct str rest, line;
	int folder = fs_open_folder(AT_FDCWD, "tests/lookup");

	assert_true(folder >= 0);
	assert_int_equal(fs_read(&real->arena, folder, "samples.txt", 1 << 20, &rest), 0);
	close(folder);
	while (str_next_line(&rest, &line)) {
		if (str_take(&line, STR("=== "))) {
			finish(real, &sample);
			sample.name = line;
			sample.crlf = str_ends(line, STR("(CRLF)"));
		} else if (!str_take(&line, STR("=> "))) {
			buf_add(&sample.text, line);
			buf_add(&sample.text, sample.crlf ? STR("\r\n") : STR("\n"));
		} else if (!str_is(line, "nothing")) {
			buf_add(&sample.expected, line);
			buf_add_char(&sample.expected, '\n');
		}
	}
	finish(real, &sample);
	buf_free(&sample.text);
	buf_free(&sample.expected);
}

static void any_bytes_will_do(void **state)
{
	struct arena arena = { 0 };

	expect(*state, STR("nothing"), (struct str){ NULL, 0 }, STR(""));
	expect(*state, STR("NUL"), STR("550\0 5.1.1 x"), STR("550 - -\n"));
	expect(*state, STR("bad UTF-8"), STR("\xff\xfe said: 550 5.1.1 \xc3"), STR("550 5.1.1 -\n"));
	expect(*state, STR("a cut character"), STR("550 5.1.1 \xe2\x82"), STR("550 5.1.1 -\n"));
	expect(*state, STR("a code at the end"), STR("x\n\n550-"), STR("550 - -\n"));
	arena_free(&arena);
}

static void quotes_are_as_pasted(void **state)
{
	struct real *real = *state;
	struct arena arena = { 0 };
	struct findings findings =
		lookup_find(&arena, real->site, STR("> said:\r\n>  550 Empf\xc3\xa4nger &lt;x&gt;  \r\nend"));

	assert_int_equal(findings.count, 1);
	assert_true(str_is(findings.items[0].quote, "550 Empf\xc3\xa4nger &lt;x&gt;"));
	arena_free(&arena);
}

/* What is beyond the limit is not looked at, and a megabyte of the same takes no time worth the name. */
static void text_has_a_limit(void **state)
{
	struct real *real = *state;
	struct arena arena = { 0 };
	struct buf text = { 0 };

	while (text.len < LOOKUP_LONGEST)
		buf_add(&text, STR("550 "));
	buf_add(&text, STR("\n421 x\n"));
	clock_t start = clock();
	struct findings findings = lookup_find(&arena, real->site, buf_view(&text));
	assert_true(clock() - start < 5 * CLOCKS_PER_SEC); /* generous: sanitizers; tests/lookup/run.mjs is strict */
	assert_int_equal(findings.count, 1);
	assert_true(str_is(findings.items[0].code, "550"));
	buf_free(&text);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(samples_give_what_they_say),
		cmocka_unit_test(any_bytes_will_do),
		cmocka_unit_test(quotes_are_as_pasted),
		cmocka_unit_test(text_has_a_limit),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
