/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * statusbook serve: a preview. Pages are made from memory when they are asked for; the project is read again when one of
 * its files has changed, and the pages that are open are told. One thread waits for whatever comes first: a signal, a
 * file, a request. serve_parts.h shows the parts.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "commands/serve_parts.h"

static const char help[] =
	"Usage: statusbook serve [options]\n"
	"\n"
	"Shows the site at http://127.0.0.1:8000/ without writing it. Pages are made when they are\n"
	"asked for, and show each change by themselves; errors show in the page and in the terminal.\n"
	"A translation beside its source: /_translate/LOCALE/FAMILY/CODE. Ctrl-C ends it.\n"
	"\n"
	"  -C DIR       the project (default: the current folder)\n"
	"  -p PORT      the port (default: 8000; 0 takes a free one)\n"
	"  --bind ADDR  another address to listen on; anything but 127.0.0.1 shows the preview to\n"
	"               other machines\n"
	"  --open       open it in the browser\n"
	"  --pseudo     add two pseudo-locales, en-XA (accented and longer) and ar-XB (right to left)\n"
	"  --strict     errors in translations count as errors\n"
	"  --color W    auto, always or never\n"
	"  --help       this text\n";

/* A descriptor that tells of the signals that end the preview; -1 and errno. */
static int catch_signals(void)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		sigaddset(&set, ends[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN); /* a page that goes away is no reason to */
	signal(SIGCHLD, SIG_IGN); /* nobody waits for the browser and for git */
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

/* Milliseconds until then, rounded up; -1 for never. */
static int wait_until(double due)
{
	double wait = (due - seconds_now()) * 1000;

	if (wait > 3600000)
		return -1;
	return wait > 0 ? (int)wait + 1 : 0;
}

/* Until a signal comes; returns its number. */
static int run(struct preview *preview, struct server *server, int signals)
{
	struct signalfd_siginfo caught;

	while (read(signals, &caught, sizeof(caught)) != (ssize_t)sizeof(caught)) {
		struct pollfd sources[2 + MOST_SOURCES] = {
			{ .fd = signals, .events = POLLIN },
			{ .fd = preview->watch.notify, .events = POLLIN },
		};
		double due = server_due(server), look = preview_due(preview);
		nfds_t count = 2 + server_sources(server, sources + 2);

		poll(sources, count, wait_until(look < due ? look : due));
		if (preview_run(preview))
			server_tell(server);
		server_run(server);
	}
	return (int)caught.ssi_signo;
}

int command_serve(int argc, char **argv)
{
	struct options options;
	struct preview preview;
	struct server server;
	int status = options_read(argc, argv, "CpisuO", help, &options);

	if (status >= 0)
		return status;
	if (options.first < argc) {
		fprintf(stderr, "statusbook serve: error: no argument is expected, but got '%s' [bad-usage]\n",
			argv[options.first]);
		return 2;
	}
	int listener = listen_open(&options);
	if (listener < 0)
		return 2;
	if (options.open)
		listen_show(&options);
	preview_open(&preview, &options);
	int signals = catch_signals();
	status = 3;
	if (signals < 0)
		fprintf(stderr, "statusbook serve: error: cannot wait for signals: %s\n", strerror(errno));
	else if (server_open(&server, &preview, listener)) {
		fprintf(stderr, "statusbook: preview at http://%s:%zu/ (Ctrl-C ends it)\n", options.bind, options.port);
		int ended = run(&preview, &server, signals);
		status = ended == SIGINT ? 0 : 128 + ended;
		server_close(&server);
	}
	preview_close(&preview);
	return status;
}
