/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Starting a program with two pipes, reading both until they close or a limit is reached, and waiting for its end. */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHUNK ((size_t)1 << 16)
#define NAP 2 /* milliseconds between two looks at a program that has closed its outputs and goes on */

static long long milliseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int start(const struct process *process, const int ends[2], pid_t *child)
{
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	error = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	for (int i = 0; !error && i < 2; i++)
		error = posix_spawn_file_actions_adddup2(&actions, ends[i], STDOUT_FILENO + i);
	if (!error) /* the array is not written to: the type is older than `const` */
		error = posix_spawnp(child, process->arguments[0], &actions, NULL, (char *const *)process->arguments,
				     environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* Reads what is there; false at the end of the pipe or after an error. */
static bool read_some(int pipe, struct buf *into, size_t limit, int *error)
{
	ssize_t got = read(pipe, buf_room(into, CHUNK), CHUNK);

	if (got < 0 && errno == EINTR)
		return true;
	if (got <= 0) {
		*error = got < 0 ? errno : 0;
		return false;
	}
	into->len += (size_t)got;
	if (into->len <= limit)
		return true;
	*error = EFBIG;
	return false;
}

/* Both pipes, until the program has closed them. */
static int read_all(struct process *process, const int pipes[2], long long deadline)
{
	struct pollfd files[2] = { { .fd = pipes[0], .events = POLLIN }, { .fd = pipes[1], .events = POLLIN } };
	struct buf *into[2] = { &process->output, &process->complaints };
	int error = 0;

	while (!error && (files[0].fd >= 0 || files[1].fd >= 0)) {
		long long left = deadline - milliseconds_now();
		if (left <= 0)
			return ETIMEDOUT;
		if (poll(files, 2, (int)left) < 0 && errno != EINTR)
			return errno;
		for (int i = 0; i < 2 && !error; i++) /* poll passes negative numbers over */
			if (files[i].fd >= 0 && files[i].revents &&
			    !read_some(files[i].fd, into[i], process->limit, &error))
				files[i].fd = -1;
	}
	return error;
}

static int wait_for(struct process *process, pid_t child, long long deadline)
{
	static const struct timespec nap = { 0, NAP * 1000000L };
	int how;

	for (;;) {
		pid_t ended = waitpid(child, &how, WNOHANG);
		if (ended == child)
			break;
		if (ended < 0 && errno != EINTR)
			return errno;
		if (milliseconds_now() > deadline)
			return ETIMEDOUT;
		nanosleep(&nap, NULL);
	}
	process->status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
	return 0;
}

static void stop(pid_t child)
{
	kill(child, SIGKILL);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
}

static int run(struct process *process, const int ends[2], const int pipes[2])
{
	long long deadline = milliseconds_now() + (long long)process->seconds * 1000;
	pid_t child;
	int error = start(process, ends, &child);

	close(ends[0]); /* else the pipes would never end */
	close(ends[1]);
	if (error)
		return error;
	error = read_all(process, pipes, deadline);
	if (!error)
		error = wait_for(process, child, deadline);
	if (error)
		stop(child);
	return error;
}

int process_run(struct process *process)
{
	int output[2], complaints[2];

	if (pipe2(output, O_CLOEXEC) != 0)
		return errno;
	if (pipe2(complaints, O_CLOEXEC) != 0) {
		int error = errno;
		close(output[0]);
		close(output[1]);
		return error;
	}
	int error = run(process, (const int[]){ output[1], complaints[1] }, (const int[]){ output[0], complaints[0] });
	close(output[0]);
	close(complaints[0]);
	return error;
}
