/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Chooses a command. */
#include <stdio.h>

#include "commands/command.h"
#include "formats/unfit.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
} commands[] = {
	{ "build", command_build, "write the site" },
	{ "check", command_check, "say what is wrong, and write nothing" },
	{ "serve", command_serve, "preview the site on this machine" },
	{ "package", command_package, "write the site into one file to take along" },
	{ "i18n", command_i18n, "help with translations" },
	{ "show", command_show, "explain a code, a reply or a bounce in the terminal" },
	{ "new", command_new, "begin an entry, a note or a translation" },
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))

static void print_help(FILE *out)
{
	fputs("Usage: statusbook COMMAND [options]\n\n"
	      "Makes a reference of status codes: a page for every code and every pair of codes.\n\n",
	      out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].summary);
	fputs("\n'statusbook COMMAND --help' describes a command; 'man statusbook' all of it.\n", out);
}

static int unknown(const char *name)
{
	struct str names[COMMANDS];

	for (size_t i = 0; i < COMMANDS; i++)
		names[i] = str_from(commands[i].name);
	struct str near = str_nearest(str_from(name), names, COMMANDS);
	fprintf(stderr, "statusbook: error: unknown command '%s'", name);
	if (near.len > 0)
		fprintf(stderr, "; did you mean '%.*s'?", (int)near.len, near.ptr);
	fputs(" [unknown-command]\n", stderr);
	return 2;
}

/* Messages quote what they were given, and a terminal would obey some of it; names of files may be somebody else's. */
static bool are_fit(int argc, char **argv)
{
	enum diag_rule rule;
	size_t len;

	for (int i = 1; i < argc; i++) {
		for (size_t at = 0; (at = unfit_find(str_from(argv[i]), at, &rule, &len)) != SIZE_MAX; at += len) {
			if (rule == DIAG_BAD_UTF8)
				continue; /* old names of files may be in another encoding */
			fprintf(stderr, "statusbook: error: argument %d has a character that must not be shown [%s]\n",
				i, diag_rule_name(rule));
			return false;
		}
	}
	return true;
}

/* What was written to standard output must have arrived: a full disk or a closed pipe is an error. */
static int finish(int status)
{
	if (fflush(stdout) == 0)
		return status;
	perror("statusbook: error: cannot write to standard output");
	return status != 0 ? status : 3;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		print_help(stderr);
		return 2;
	}
	if (!are_fit(argc, argv))
		return 2;
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		print_help(stdout);
		return finish(0);
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("statusbook " STATUSBOOK_VERSION);
		return finish(0);
	}
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return finish(commands[i].run(argc - 1, argv + 1));
	return unknown(argv[1]);
}
