/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What texts were before, asked from git. The program confines itself before it reads content and can start nothing then,
 * nor read git's store; so one `git cat-file --batch` is started before that, and asked through a pipe. It gets nothing but
 * ids that have the form of one.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <unistd.h>

#include "commands/serve_parts.h"

#define LARGEST ((size_t)1 << 20)
#define LONGEST_ANSWER 1.0 /* seconds; pages wait for it */
#define ID_LENGTH 40

/* Starts git with the far ends of both pipes; false if that cannot be done. */
static bool start(const char *project, int input, int output)
{
	const char *const arguments[] = { "git", "-C", project, "cat-file", "--batch", NULL };
	posix_spawn_file_actions_t actions;
	pid_t child;

	if (posix_spawn_file_actions_init(&actions) != 0)
		return false;
	setenv("GIT_NO_LAZY_FETCH", "1", 1); /* no network for what is missing */
	setenv("GIT_TERMINAL_PROMPT", "0", 1);
	int error = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	if (!error)
		error = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	if (!error)
		error = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (!error) /* the array is not written to: the type is older than `const` */
		error = posix_spawnp(&child, arguments[0], &actions, NULL, (char *const *)arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	return error == 0;
}

void history_open(struct history *history, const char *project)
{
	int question[2], answer[2];

	*history = (struct history){ -1, -1 };
	if (pipe2(question, O_CLOEXEC) != 0)
		return;
	if (pipe2(answer, O_CLOEXEC) != 0) {
		close(question[0]);
		close(question[1]);
		return;
	}
	bool started = start(project, question[0], answer[1]);
	close(question[0]);
	close(answer[1]);
	*history = (struct history){ question[1], answer[0] };
	if (!started)
		history_close(history);
}

void history_close(struct history *history)
{
	if (history->ask >= 0) {
		close(history->ask);
		close(history->answer);
	}
	*history = (struct history){ -1, -1 };
}

static bool is_id(struct str id)
{
	for (size_t i = 0; i < id.len; i++)
		if (!(id.ptr[i] >= '0' && id.ptr[i] <= '9') && !(id.ptr[i] >= 'a' && id.ptr[i] <= 'f'))
			return false;
	return id.len == ID_LENGTH;
}

/* Reads on until `text` has `size` bytes, or with 0, until it has a whole line; false if that does not come in time. */
static bool receive(struct history *history, struct buf *text, size_t size, double late)
{
	while (size > 0 ? text->len < size : str_find_char(buf_view(text), '\n') == SIZE_MAX) {
		struct pollfd one = { .fd = history->answer, .events = POLLIN };
		double left = late - seconds_now();
		if (left <= 0 || poll(&one, 1, (int)(left * 1000) + 1) != 1)
			return false;
		ssize_t got = read(history->answer, buf_room(text, 4096), 4096);
		if (got <= 0)
			return false;
		text->len += (size_t)got;
	}
	return true;
}

/* "ID blob SIZE\n", the bytes and "\n"; or "ID missing\n". False if what comes is neither. */
static bool take(struct history *history, struct buf *bytes, struct str *found)
{
	double late = seconds_now() + LONGEST_ANSWER;
	size_t size;

	if (!receive(history, bytes, 0, late))
		return false;
	size_t line = str_find_char(buf_view(bytes), '\n');
	struct str head = str_from_index(str_until_index(buf_view(bytes), line), ID_LENGTH);
	if (str_is(head, " missing"))
		return bytes->len == line + 1;
	if (!str_take(&head, STR(" blob ")) || !str_to_size(head, &size) || size > LARGEST)
		return false;
	if (!receive(history, bytes, line + 1 + size + 1, late))
		return false;
	*found = str_until_index(str_from_index(buf_view(bytes), line + 1), size);
	return bytes->len == line + 1 + size + 1;
}

bool history_read(struct history *history, struct str id, struct arena *arena, struct str *text)
{
	struct buf bytes = { 0 }, question = { 0 };
	struct str found = { NULL, 0 };

	if (history->ask < 0 || !is_id(id))
		return false;
	buf_add(&question, id);
	buf_add_char(&question, '\n');
	/* What it says after a slip would be the answer to another question: then it is not asked again. */
	if (write(history->ask, question.ptr, question.len) != (ssize_t)question.len || !take(history, &bytes, &found))
		history_close(history);
	*text = arena_copy(arena, found);
	buf_free(&question);
	buf_free(&bytes);
	return text->len > 0;
}
