/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Signals that end the program. While a site is published, they only leave a note, which is looked at between two pages. */
#include <signal.h>
#include <stdatomic.h>

#include "stages/publish_parts.h"

static const int stopping[] = { SIGINT, SIGTERM, SIGHUP };
#define STOPPING (sizeof(stopping) / sizeof(*stopping))

struct signals {
	struct sigaction before[STOPPING];
};

/* A handler can reach nothing else, so this is the one variable of its kind. */
static atomic_int caught;

static void note_signal(int number)
{
	caught = number;
}

/* Signals that whoever started us has switched off, as nohup does, stay off. */
struct signals *signals_catch(struct arena *arena)
{
	struct sigaction stop = { .sa_handler = note_signal };
	struct signals *signals = arena_new(arena, struct signals);

	caught = 0;
	for (size_t i = 0; i < STOPPING; i++) {
		sigaction(stopping[i], NULL, &signals->before[i]);
		if (signals->before[i].sa_handler != SIG_IGN)
			sigaction(stopping[i], &stop, NULL);
	}
	return signals;
}

void signals_release(struct signals *signals)
{
	for (size_t i = 0; i < STOPPING; i++)
		sigaction(stopping[i], &signals->before[i], NULL);
	caught = 0;
}

int signal_caught(void)
{
	return atomic_load_explicit(&caught, memory_order_relaxed);
}
