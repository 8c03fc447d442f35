/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* For check.c: what a host will say of the site. */
#ifndef STATUSBOOK_COMMANDS_CHECK_HOST_H
#define STATUSBOOK_COMMANDS_CHECK_HOST_H

#include "commands/command.h"
#include "stages/host_rules.h"

/*
 * Prints the size of the site against the host's limits to standard error, unless quiet, and rules for its configuration to
 * standard output. Returns the exit status: 1 if it exceeds a limit.
 */
int check_host(struct project *project, const struct host *host, bool quiet);

#endif
