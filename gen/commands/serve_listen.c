/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The port is opened, and the browser started, before the program confines itself: later it could not start one. */
#include <arpa/inet.h>
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <unistd.h>

#include "commands/serve_parts.h"

static int fail(const struct options *options, int error)
{
	size_t port = options->port;
	const char *rule = diag_rule_name(DIAG_PORT_TAKEN);

	if (error == EADDRINUSE)
		fprintf(stderr,
			"statusbook serve: error: port %zu is taken, perhaps by another preview; try -p %zu [%s]\n",
			port, port < 65535 ? port + 1 : 8000, rule);
	else
		fprintf(stderr, "statusbook serve: error: cannot listen at %s, port %zu: %s [%s]\n", options->bind,
			port, strerror(error), rule);
	return -1;
}

int listen_open(struct options *options)
{
	struct sockaddr_in where = { .sin_family = AF_INET, .sin_port = htons((uint16_t)options->port) };
	socklen_t len = sizeof(where);
	int on = 1;

	if (inet_pton(AF_INET, options->bind, &where.sin_addr) != 1) {
		fprintf(stderr, "statusbook serve: error: '%s' is not an IPv4 address [%s]\n", options->bind,
			diag_rule_name(DIAG_BAD_USAGE));
		return -1;
	}
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (listener < 0)
		return fail(options, errno);
	/* Connections of a preview that has just ended linger for a minute; they are no reason to wait. */
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(listener, (struct sockaddr *)&where, len) != 0 || listen(listener, MOST_CLIENTS) != 0 ||
	    getsockname(listener, (struct sockaddr *)&where, &len) != 0) {
		int error = errno;
		close(listener);
		return fail(options, error);
	}
	options->port = ntohs(where.sin_port);
	if (ntohl(where.sin_addr.s_addr) >> 24 != IN_LOOPBACKNET)
		fprintf(stderr, "statusbook: note: at %s other machines can read the preview too\n", options->bind);
	return listener;
}

void listen_show(const struct options *options)
{
	char program[] = "xdg-open", address[64];
	char *arguments[] = { program, address, NULL };
	posix_spawnattr_t attributes;
	pid_t browser;

	snprintf(address, sizeof(address), "http://%s:%zu/", options->bind, options->port);
	int error = posix_spawnattr_init(&attributes);
	if (!error) {
		/* In a session of its own: the Ctrl-C that ends the preview is not for the browser. */
		posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
		error = posix_spawnp(&browser, program, NULL, &attributes, arguments, environ);
		posix_spawnattr_destroy(&attributes);
	}
	if (error)
		fprintf(stderr, "statusbook: note: cannot open a browser: %s: %s\n", program, strerror(error));
}
