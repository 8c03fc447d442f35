/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What the files serve*.c share. For them only. One thread does everything in turn (see serve.c), so nothing has a lock,
 * and nothing may wait. Times are those of seconds_now().
 *
 *     serve.c            the command: opens everything, then waits for what comes first
 *     serve_listen.c     the port, and the browser that looks at it
 *     serve_watch.c      which files have changed
 *     serve_history.c    what texts were before
 *     serve_preview.c    the project as it is now, the last good version of it, and what pages are told of both
 *     serve_server.c     connections: how many, how long; event streams
 *     serve_answer.c     what is answered to a request
 *     serve_page.c       what is added to a page, with serve_page.js and serve_page.css
 *     serve_translate.c  a text beside its translation
 */
#ifndef STATUSBOOK_COMMANDS_SERVE_PARTS_H
#define STATUSBOOK_COMMANDS_SERVE_PARTS_H

#include <microhttpd.h>
#include <poll.h>

#include "base/map.h"
#include "commands/command.h"
#include "stages/load.h"
#include "stages/render.h"

/* serve_listen.c */

/* Opens the port; with port 0 a free one, which is put into the options. -1 after a complaint. */
int listen_open(struct options *options);

/* Starts the browser of the desktop. What it is and does then is no business of the preview. */
void listen_show(const struct options *options);

/* serve_watch.c */

/*
 * Whether the files of a project have changed. The kernel (inotify) says when to look; what has changed is seen only by
 * looking, so it does not matter how an editor saves, nor whether the kernel has lost count. Where it cannot say
 * anything, the files are looked at once a second.
 */
struct watch {
	const char *project;
	int notify;   /* inotify; -1 without */
	double due;   /* when to look; 0 if nothing was heard */
	double heard; /* the first news since the last look; 0 if there were none */
	double looked;
	struct arena first_arena;
	struct map first; /* path -> fingerprint (uint64_t), when the watch began */
	struct arena arena;
	struct map now; /* when it last looked */
};

void watch_open(struct watch *watch, const char *project);
void watch_close(struct watch *watch);

/* When to look next: soon after the last news, so that files that are saved together are seen together. */
double watch_due(const struct watch *watch);

/* Takes what the kernel has to say. */
void watch_hear(struct watch *watch);

/* Whether a request that comes now needs a look first, to be answered from the files as they are. */
bool watch_is_behind(const struct watch *watch);

/* Looks; true if anything is not as it was. */
bool watch_look(struct watch *watch);

/* Whether the file is not as it was when the watch began. */
bool watch_was_edited(const struct watch *watch, struct str path);

/* A fingerprint of all files as they are now. */
uint64_t watch_state(const struct watch *watch);

/* serve_history.c */

/* git, waiting to be asked; -1 both if there is none, or it has given a strange answer. */
struct history {
	int ask;
	int answer;
};

/* Before the program confines itself. */
void history_open(struct history *history, const char *project);
void history_close(struct history *history);

/* The file with that blob id, in the arena; false if git does not have it. */
bool history_read(struct history *history, struct str id, struct arena *arena, struct str *text);

/* serve_preview.c */

#define VERSION_SIZE 17

/* Pages are made from the last version without errors; messages are those of the files as they are. */
struct preview {
	const struct options *options;
	struct watch watch;
	struct history history;
	struct project projects[2];
	const struct project *good; /* NULL: there was none yet */
	struct project *latest;     /* the same one if it has no errors */
	char version[VERSION_SIZE]; /* of the good one, in hexadecimal; empty if there was none yet */
	double check_due;           /* when to proof-read; 0 if that is done */
	struct buf news;
	struct worker worker;
};

/* Starts what cannot be started later, confines the program, then reads the project. */
void preview_open(struct preview *preview, const struct options *options);
void preview_close(struct preview *preview);

/*
 * What pages are told, in `news`: an event `state` (server-sent events, HTML standard, section 9.2) with the version of the
 * good pages, the numbers of errors and warnings, and the messages, those that matter first.
 *
 * A change of the files is noticed soon after, and the project read anew; what is wrong is printed too. Half a second later,
 * when the pages are on the screen, it is proof-read: then the messages are those of `statusbook check`.
 */

/* When preview_run has something to do. */
double preview_due(const struct preview *preview);

/* Does what is due; true if there are news. */
bool preview_run(struct preview *preview);

/* Before a request is answered: sees that the files are read as they are. True if there are news. */
bool preview_catch_up(struct preview *preview);

/* The text with that slug ("550", "235-vs-550", "_family") in that language; NULL if there is none. */
const struct document *preview_document(const struct project *project, struct str family, struct str slug,
					const struct locale *locale);

/* serve_server.c */

#define MOST_CLIENTS 64
#define MOST_SOURCES (MOST_CLIENTS + 2)

struct client {
	struct MHD_Connection *connection; /* NULL: this place is free */
	int socket;
	double since;
	bool asked;   /* its request has come, as a whole */
	bool listens; /* an event stream */
	bool asleep;  /* with nothing to be sent */
	bool dropped;
	struct buf news; /* to be sent */
	size_t sent;
};

struct server {
	struct preview *preview;
	struct MHD_Daemon *daemon;
	int listener;
	struct client clients[MOST_CLIENTS];
};

/* False after a complaint. */
bool server_open(struct server *server, struct preview *preview, int listener);
void server_close(struct server *server);

/* Adds what to wait for before server_run has something to do, at most MOST_SOURCES; returns how many. */
size_t server_sources(const struct server *server, struct pollfd *sources);

/* When server_run has something to do even if nothing comes. */
double server_due(const struct server *server);

/* Takes new connections, goes on with all of them, and ends those that take too long. */
void server_run(struct server *server);

/* Sends the news to all event streams. */
void server_tell(struct server *server);

/* Answers with an event stream, which begins with the news as they are. */
enum MHD_Result server_subscribe(struct server *server, struct MHD_Connection *connection);

/* serve_answer.c */

/* The handler of libmicrohttpd; the context is the server. */
enum MHD_Result answer_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
			       const char *version, const char *data, size_t *size, void **request);

/* The headers of all answers. */
void answer_headers(struct MHD_Response *response, const char *type);

/* serve_page.c */

extern const struct str page_script;
extern const struct str page_style;

/* What the script of a page is told; texts may be empty. */
struct page_extras {
	const char *version;
	struct str file;    /* to edit: "content/smtp/550.de.md" */
	struct str text;    /* "smtp/550" */
	struct str locales; /* into which the text is translated: "de fr" */
};

/* The page with the script in it, and its content security policy such that the script may run. */
void page_extend(struct buf *out, struct str html, const struct page_extras *extras);

/* A policy that allows scripts, styles and connections of the page's own origin, and else what it allowed. */
void page_extend_policy(struct buf *out, struct str policy);

/* The beginning of a page of the preview's own, up to its <body>; and its end. */
void page_begin(struct buf *html, struct str title);
void page_end(struct buf *html, const struct page_extras *extras);

/* Instead of a page, when there was no version without errors yet. */
void page_of_errors(struct buf *html, const struct project *project, const char *version);

/* serve_translate.c */

/*
 * The page at `/_translate/PATH`, where the path is LOCALE/FAMILY/SLUG: each part of a text beside its translation. False
 * if there is nothing to translate there.
 */
bool translate_page(struct buf *html, struct preview *preview, struct str path);

#endif
