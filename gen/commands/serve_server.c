/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Connections. libmicrohttpd knows a limit of idle time only, and turns away who comes too late: so connections are taken
 * here and handed over, a request has ten seconds from then on, and when all places are taken the oldest event stream (its
 * page asks again), or else the oldest connection, makes room. Each connection is for one request.
 */
#include <assert.h>
#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "commands/serve_parts.h"

#define LONGEST_REQUEST 10.0
#define CLIENT_MEMORY ((size_t)16384) /* the header, and as much for the answer's */
#define TURNS_TO_CLOSE 8              /* of libmicrohttpd: waking, writing, failing, cleaning up */
#define MOST_NEWS ((size_t)1 << 20)   /* that wait for one that does not read them */

static void wake(struct client *client)
{
	if (client->asleep) {
		client->asleep = false;
		MHD_resume_connection(client->connection);
	}
}

/* libmicrohttpd notices and closes the socket. */
static void drop(struct client *client)
{
	client->dropped = true;
	shutdown(client->socket, SHUT_RDWR);
	wake(client);
}

static void notice(void *context, struct MHD_Connection *connection, void **place,
		   enum MHD_ConnectionNotificationCode what)
{
	struct server *server = context;
	struct client *client = *place;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		for (size_t i = 0; !*place && i < MOST_CLIENTS; i++)
			if (!server->clients[i].connection)
				*place = &server->clients[i];
		client = *place;
		assert(client); /* there are as many places as libmicrohttpd takes connections */
		*client = (struct client){
			.connection = connection,
			.socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd,
			.since = seconds_now(),
		};
	} else if (client) {
		buf_free(&client->news);
		*client = (struct client){ 0 };
	}
}

static struct client *find_oldest(struct server *server, bool listens)
{
	struct client *oldest = NULL;

	for (size_t i = 0; i < MOST_CLIENTS; i++) {
		struct client *client = &server->clients[i];
		if (client->connection && client->listens == listens && (!oldest || client->since < oldest->since))
			oldest = client;
	}
	return oldest;
}

static bool is_full(const struct server *server)
{
	for (size_t i = 0; i < MOST_CLIENTS; i++)
		if (!server->clients[i].connection)
			return false;
	return true;
}

static void make_room(struct server *server)
{
	struct client *oldest = find_oldest(server, true);

	if (!oldest)
		oldest = find_oldest(server, false);
	if (oldest)
		drop(oldest);
	for (int i = 0; i < TURNS_TO_CLOSE && is_full(server); i++)
		MHD_run(server->daemon);
}

static void accept_all(struct server *server)
{
	struct sockaddr_in from;

	for (;;) {
		socklen_t len = sizeof(from);
		int socket = accept4(server->listener, (struct sockaddr *)&from, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (socket < 0 && (errno == EMFILE || errno == ENFILE))
			make_room(server);
		if (socket < 0)
			return;
		if (is_full(server))
			make_room(server);
		MHD_add_connection(server->daemon, socket, (struct sockaddr *)&from, len); /* closes it if it cannot */
	}
}

/* What libmicrohttpd does not see of those that sleep: that the other side has gone. */
static void look_after_sleepers(struct server *server)
{
	for (size_t i = 0; i < MOST_CLIENTS; i++) {
		struct client *client = &server->clients[i];
		struct pollfd one = { .fd = client->socket, .events = POLLRDHUP };
		if (client->asleep && poll(&one, 1, 0) > 0)
			drop(client);
	}
}

static double deadline(const struct client *client)
{
	bool waits = client->connection && !client->asked && !client->dropped;

	return waits ? client->since + LONGEST_REQUEST : HUGE_VAL;
}

size_t server_sources(const struct server *server, struct pollfd *sources)
{
	size_t count = 0;

	sources[count++] = (struct pollfd){ .fd = server->listener, .events = POLLIN };
	sources[count++] = (struct pollfd){
		.fd = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd,
		.events = POLLIN,
	};
	for (size_t i = 0; i < MOST_CLIENTS; i++)
		if (server->clients[i].asleep)
			sources[count++] = (struct pollfd){ .fd = server->clients[i].socket, .events = POLLRDHUP };
	return count;
}

double server_due(const struct server *server)
{
	MHD_UNSIGNED_LONG_LONG wait;
	double due = HUGE_VAL;

	if (MHD_get_timeout(server->daemon, &wait) == MHD_YES)
		due = seconds_now() + (double)wait / 1000;
	for (size_t i = 0; i < MOST_CLIENTS; i++)
		if (deadline(&server->clients[i]) < due)
			due = deadline(&server->clients[i]);
	return due;
}

void server_run(struct server *server)
{
	double now = seconds_now();

	accept_all(server);
	look_after_sleepers(server);
	for (size_t i = 0; i < MOST_CLIENTS; i++)
		if (deadline(&server->clients[i]) <= now)
			drop(&server->clients[i]);
	MHD_run(server->daemon);
}

void server_tell(struct server *server)
{
	for (size_t i = 0; i < MOST_CLIENTS; i++) {
		struct client *client = &server->clients[i];
		if (!client->listens || client->dropped)
			continue;
		buf_add(&client->news, buf_view(&server->preview->news));
		if (client->news.len > MOST_NEWS)
			drop(client);
		wake(client);
	}
}

static ssize_t send_news(void *context, uint64_t position, char *room, size_t size)
{
	struct client *client = context;
	size_t left = client->news.len - client->sent;

	(void)position;
	/* Writing the end fails, which closes the connection at once; after MHD_CONTENT_READER_END_WITH_ERROR version
	 * 0.9.75 closes it only when all others have been idle for longer. */
	if (client->dropped)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (left == 0) {
		buf_clear(&client->news);
		client->sent = 0;
		client->asleep = true;
		MHD_suspend_connection(client->connection);
		return 0;
	}
	if (left > size)
		left = size;
	memcpy(room, client->news.ptr + client->sent, left);
	client->sent += left;
	return (ssize_t)left;
}

enum MHD_Result server_subscribe(struct server *server, struct MHD_Connection *connection)
{
	struct client *client = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	struct MHD_Response *response =
		MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, send_news, client, NULL);

	if (!response)
		return MHD_NO;
	answer_headers(response, "text/event-stream");
	buf_add(&client->news, STR("retry: 500\n"));
	buf_add(&client->news, buf_view(&server->preview->news));
	client->listens = true;
	enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_OK, response);
	MHD_destroy_response(response);
	return result;
}

/* Addresses of the site need no %XX, so what has one is not found: nothing is decoded that could hide a path. */
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	return strlen(text);
}

bool server_open(struct server *server, struct preview *preview, int listener)
{
	*server = (struct server){ .preview = preview, .listener = listener };
	server->daemon =
		MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
				 answer_request, server, MHD_OPTION_NOTIFY_CONNECTION, notice, server,
				 MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CLIENTS, MHD_OPTION_CONNECTION_TIMEOUT,
				 (unsigned)LONGEST_REQUEST, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
				 MHD_OPTION_CONNECTION_MEMORY_LIMIT, CLIENT_MEMORY, MHD_OPTION_END);
	if (!server->daemon)
		fprintf(stderr, "statusbook serve: error: cannot start the server: %s\n", strerror(errno));
	return server->daemon != NULL;
}

void server_close(struct server *server)
{
	for (size_t i = 0; i < MOST_CLIENTS; i++)
		if (server->clients[i].connection)
			drop(&server->clients[i]);
	MHD_run(server->daemon);
	MHD_stop_daemon(server->daemon);
	close(server->listener);
}
