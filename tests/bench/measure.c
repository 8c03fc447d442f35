/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Runs a command and prints what it took as a line of JSON: measure COMMAND [ARGUMENT...]. What the command says goes
 * to standard error. It is small because the peak of memory that the system tells of a process includes the moment
 * before the command took its place.
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double processor_seconds(const struct timeval *time)
{
	return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	struct rusage used;
	double start = seconds();
	int status;

	if (argc < 2)
		return 2;
	pid_t child = fork();
	if (child == 0) {
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &used) != child) {
		perror("measure");
		return 3;
	}
	printf("{\"status\": %d, \"wall\": %.6f, \"user\": %.6f, \"system\": %.6f, \"peak\": %ld}\n",
	       WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), seconds() - start,
	       processor_seconds(&used.ru_utime), processor_seconds(&used.ru_stime), used.ru_maxrss * 1024);
	return 0;
}
