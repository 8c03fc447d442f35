/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The commands of the program, and what they have in common. */
#ifndef STATUSBOOK_COMMANDS_COMMAND_H
#define STATUSBOOK_COMMANDS_COMMAND_H

#include "stages/plan.h"

/* Each takes its arguments, its own name first, and returns the exit status. */
int command_build(int argc, char **argv);
int command_check(int argc, char **argv);
int command_serve(int argc, char **argv);
int command_i18n(int argc, char **argv);
int command_show(int argc, char **argv);
int command_package(int argc, char **argv);
int command_new(int argc, char **argv);

/* Options that several commands take. */
struct options {
	const char *project;  /* -C */
	const char *output;   /* -d, -o; NULL means `site` in the project */
	const char *base_url; /* -b; NULL means that of site.yaml */
	const char *bind;     /* --bind */
	const char *locale;   /* --locale; NULL if it was not given */
	size_t threads;       /* -j */
	size_t port;          /* -p */
	bool strict;
	bool sync;
	bool in_place;      /* --in-place */
	bool rollback;      /* --rollback */
	struct shard shard; /* --shard; 1/1 if it was not given */
	bool quiet;
	bool reviewed;
	const char *host; /* --host; NULL if it was not given */
	bool pairs;       /* --pairs */
	bool all;
	bool pseudo; /* --pseudo */
	bool open;   /* --open */
	enum diag_format format;
	bool color;        /* of messages */
	bool color_output; /* of what goes to standard output */
	uint64_t given;    /* a bit for each letter of options_read whose option was there: see options_fit */
	int first;         /* index of the first argument that is not an option */
};

/*
 * Reads the options of a command. `letters` are the ones it takes beside the common -q, --color and --help:
 * C d b j o s(--strict) n(--no-sync) f(--format) p i(--bind) r(--reviewed) a(--pairs) l(--locale) e(--all)
 * u(--pseudo) O(--open) h(--host) I(--in-place) B(--rollback)
 * S(--shard). Returns -1 to go on, or the exit status to end with: 0 after --help, which prints `help`; 2 after a
 * complaint.
 */
int options_read(int argc, char **argv, const char *letters, const char *help, struct options *options);

/* Whether no other options were given than those; for commands with parts that take different ones. */
bool options_fit(const struct options *options, const char *letters);

/* A project, read and resolved, with what was found wrong. */
struct project {
	struct arena arena;
	struct diags diags;
	struct manuscript *manuscript;
	const struct site *site;
	const struct plan *plan;
};

/*
 * Before anything of the project is read: from now on only its folder can be read, and if `output` is not NULL, the folder
 * around the output written. Says so where the kernel cannot do that.
 */
void project_confine(const struct options *options, const char *output);

/* Loads, resolves and plans. Look at the diagnostics before rendering. */
void project_open(struct project *project, const struct options *options);
void project_close(struct project *project);

/* The two halves of project_open: a project that is empty, but has diagnostics and an arena; and reading it. */
void project_start(struct project *project, const struct options *options);
void project_read(struct project *project, const struct options *options);

/* Prints what was found wrong to standard error (JSON to standard output); returns the exit status it calls for. */
int project_report(struct project *project, const struct options *options);

/*
 * Drops from the diagnostics what is no hindrance to work on texts: complaints about texts that can be read. False if
 * what is left is too bad to go on.
 */
bool project_is_usable(struct project *project);

/* The locale with that id, NULL if none is given; false after a complaint: there is no such one, or it is the source. */
bool project_find_locale(struct project *project, const char *id, const struct locale **locale);

/* A path below the project's folder as the machine knows it. */
struct str project_path(struct project *project, const struct options *options, struct str path);

/* Writes a file of the project by fs_replace or fs_create. False after a complaint. */
bool project_write(struct project *project, const struct options *options, struct str path, struct str text,
		   int (*write)(int folder, const char *name, struct str text));

/* Of a clock that only goes forward. */
double seconds_now(void);

#endif
