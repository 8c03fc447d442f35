/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Options of all commands, read in one way, with the same words for what is wrong. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/pool.h"
#include "commands/command.h"

#define MOST_THREADS 256
#define MOST_SHARDS 10000

enum {
	OPTION_STRICT = 256,
	OPTION_NO_SYNC,
	OPTION_IN_PLACE,
	OPTION_ROLLBACK,
	OPTION_SHARD,
	OPTION_FORMAT,
	OPTION_BIND,
	OPTION_REVIEWED,
	OPTION_LOCALE,
	OPTION_PAIRS,
	OPTION_ALL,
	OPTION_PSEUDO,
	OPTION_OPEN,
	OPTION_HOST,
	OPTION_COLOR,
	OPTION_HELP
};

/* The letter by which a command says that it takes the option; '\0' for those that all take. */
static const struct {
	struct option option;
	char letter;
} known[] = {
	{ { "strict", no_argument, NULL, OPTION_STRICT }, 's' },
	{ { "no-sync", no_argument, NULL, OPTION_NO_SYNC }, 'n' },
	{ { "in-place", no_argument, NULL, OPTION_IN_PLACE }, 'I' },
	{ { "rollback", no_argument, NULL, OPTION_ROLLBACK }, 'B' },
	{ { "shard", required_argument, NULL, OPTION_SHARD }, 'S' },
	{ { "format", required_argument, NULL, OPTION_FORMAT }, 'f' },
	{ { "bind", required_argument, NULL, OPTION_BIND }, 'i' },
	{ { "reviewed", no_argument, NULL, OPTION_REVIEWED }, 'r' },
	{ { "locale", required_argument, NULL, OPTION_LOCALE }, 'l' },
	{ { "pairs", no_argument, NULL, OPTION_PAIRS }, 'a' },
	{ { "all", no_argument, NULL, OPTION_ALL }, 'e' },
	{ { "pseudo", no_argument, NULL, OPTION_PSEUDO }, 'u' },
	{ { "open", no_argument, NULL, OPTION_OPEN }, 'O' },
	{ { "host", required_argument, NULL, OPTION_HOST }, 'h' },
	{ { "color", required_argument, NULL, OPTION_COLOR }, '\0' },
	{ { "help", no_argument, NULL, OPTION_HELP }, '\0' },
};

#define KNOWN (sizeof(known) / sizeof(*known))

static int wrong(const char *command, enum diag_rule rule, const char *what, const char *value)
{
	fprintf(stderr, "statusbook %s: error: %s '%s'; see 'statusbook %s --help' [%s]\n", command, what, value,
		command, diag_rule_name(rule));
	return 2;
}

static bool number(const char *text, size_t least, size_t most, size_t *value)
{
	return str_to_size(str_from(text), value) && *value >= least && *value <= most;
}

/* "3/8" */
static bool set_shard(const char *text, struct shard *shard)
{
	struct str rest = str_from(text), number;

	return str_next_part(&rest, '/', &number) && str_to_size(number, &shard->number) &&
	       str_to_size(rest, &shard->count) && shard->number >= 1 && shard->number <= shard->count &&
	       shard->count <= MOST_SHARDS;
}

static bool set_format(const char *text, enum diag_format *format)
{
	static const char *const names[] = { "text", "json", "github" };

	for (size_t i = 0; i < 3; i++) {
		if (strcmp(text, names[i]) == 0) {
			*format = (enum diag_format)i;
			return true;
		}
	}
	return false;
}

static bool set_color(const char *text, struct options *options)
{
	if (strcmp(text, "auto") == 0)
		return true;
	options->color = options->color_output = strcmp(text, "always") == 0;
	return options->color || strcmp(text, "never") == 0;
}

/* Sets one option; false if its value is not one. */
static bool set(int letter, struct options *options)
{
	switch (letter) {
	case 'C':
		options->project = optarg;
		return true;
	case 'd':
	case 'o':
		options->output = optarg;
		return optarg[0] != '\0';
	case 'b':
		options->base_url = optarg;
		return strncmp(optarg, "https://", 8) == 0 || strncmp(optarg, "http://", 7) == 0;
	case 'j':
		return number(optarg, 1, MOST_THREADS, &options->threads);
	case 'p':
		return number(optarg, 0, 65535, &options->port);
	case 'q':
		options->quiet = true;
		return true;
	case OPTION_STRICT:
		options->strict = true;
		return true;
	case OPTION_NO_SYNC:
		options->sync = false;
		return true;
	case OPTION_IN_PLACE:
		options->in_place = true;
		return true;
	case OPTION_ROLLBACK:
		options->rollback = true;
		return true;
	case OPTION_SHARD:
		return set_shard(optarg, &options->shard);
	case OPTION_FORMAT:
		return set_format(optarg, &options->format);
	case OPTION_BIND:
		options->bind = optarg;
		return true;
	case OPTION_REVIEWED:
		options->reviewed = true;
		return true;
	case OPTION_LOCALE:
		options->locale = optarg;
		return true;
	case OPTION_PAIRS:
		options->pairs = true;
		return true;
	case OPTION_ALL:
		options->all = true;
		return true;
	case OPTION_PSEUDO:
		options->pseudo = true;
		return true;
	case OPTION_OPEN:
		options->open = true;
		return true;
	case OPTION_HOST:
		options->host = optarg;
		return true;
	case OPTION_COLOR:
		return set_color(optarg, options);
	}
	return false;
}

static uint64_t bit(char letter)
{
	return (uint64_t)1 << (letter & 63);
}

static char letter_of(int option)
{
	for (size_t i = 0; i < KNOWN; i++)
		if (known[i].option.val == option)
			return known[i].letter;
	return (char)option;
}

bool options_fit(const struct options *options, const char *letters)
{
	uint64_t fitting = 0;

	for (; *letters; letters++)
		fitting |= bit(*letters);
	return (options->given & ~fitting & ~bit('q') & ~bit('\0')) == 0;
}

int options_read(int argc, char **argv, const char *letters, const char *help, struct options *options)
{
	struct option longs[KNOWN + 1] = { 0 };
	char shorts[32] = ":q";
	size_t count = 0, end = 2;
	int letter;

	*options = (struct options){
		.project = ".",
		.bind = "127.0.0.1",
		.threads = pool_cores(),
		.port = 8000,
		.shard = { 1, 1 },
		.sync = true,
		.color = isatty(STDERR_FILENO) && !getenv("NO_COLOR"),
		.color_output = isatty(STDOUT_FILENO) && !getenv("NO_COLOR"),
	};
	for (size_t i = 0; i < KNOWN; i++)
		if (!known[i].letter || strchr(letters, known[i].letter))
			longs[count++] = known[i].option;
	for (const char *c = "Cdbjop"; *c; c++) {
		if (strchr(letters, *c)) {
			shorts[end++] = *c;
			shorts[end++] = ':';
		}
	}
	optind = 0; /* anew, whatever a call before has left: getopt(3), notes */
	opterr = 0;
	while ((letter = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const char *given = argv[optind - 1];
		if (letter == OPTION_HELP) {
			fputs(help, stdout);
			return 0;
		}
		if (letter == ':')
			return wrong(argv[0], DIAG_BAD_USAGE, "no value for option", given);
		if (letter == '?')
			return wrong(argv[0], DIAG_UNKNOWN_OPTION, "unknown option", given);
		if (!set(letter, options))
			return wrong(argv[0], DIAG_BAD_USAGE, "wrong value of an option", optarg ? optarg : given);
		options->given |= bit(letter_of(letter));
	}
	options->first = optind;
	return -1;
}
