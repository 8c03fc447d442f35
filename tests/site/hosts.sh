#!/bin/sh
# SPDX-FileCopyrightText: The Statusbook authors
# SPDX-License-Identifier: MIT
#
# The rules of `statusbook check --host` in the servers that they are for, at the top of a host and two folders deep: nginx,
# Caddy and Apache, each if it is installed. Usage: hosts.sh PROGRAM PROJECT; both absolute.

set -u
program=$1
project=$2
scratch=$(mktemp -d) || exit 3
server=
stop() {
	[ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null
	server=
}
trap 'stop; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
chmod 755 "$scratch" # nginx and Apache read it as another user
passed=0
failed=0
PATH=$PATH:/usr/sbin:/sbin

check() {
	sentence=$1
	shift
	if "$@" >"$scratch/said" 2>&1; then
		passed=$((passed + 1))
		echo "ok    $sentence"
	else
		failed=$((failed + 1))
		echo "FAIL  $sentence"
		head -n 12 "$scratch/said" | sed 's/^/      /'
	fi
}

free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# ask PATH: the status, then the headers, then the body.
ask() {
	curl -s -i "http://127.0.0.1:$port$base$1" | tr -d '\r'
}

# answers PATH STATUS LINE: the answer has that status, and somewhere that line or part of one.
answers() {
	ask "$1" >"$scratch/answer"
	head -n 1 "$scratch/answer" | grep -q " $2" && grep -q -i -F -e "$3" "$scratch/answer" && return
	head -n 12 "$scratch/answer"
	return 1
}

lacks() {
	ask "$1" >"$scratch/answer"
	head -n 1 "$scratch/answer" | grep -q ' 200' && ! grep -i -F -e "$2" "$scratch/answer"
}

# Each writes a configuration around the rules, looks whether the server takes it, and leaves how to start it in $start.
configure_nginx() {
	cat >"$scratch/nginx.conf" <<-END
		pid $scratch/nginx.pid; error_log $scratch/error.log; worker_processes 1;
		events { }
		http { include /etc/nginx/mime.types; access_log off;
		server { listen 127.0.0.1:$port; root $www; include $scratch/rules; } }
	END
	start="nginx -c $scratch/nginx.conf -g 'daemon off;'"
	nginx -t -c "$scratch/nginx.conf"
}
configure_caddy() {
	printf '{\n\tadmin off\n\tauto_https off\n}\nhttp://127.0.0.1:%s {\n\troot * %s\n\timport %s\n}\n' \
		"$port" "$www" "$scratch/rules" >"$scratch/Caddyfile"
	start="caddy run --adapter caddyfile --config $scratch/Caddyfile"
	caddy validate --adapter caddyfile --config "$scratch/Caddyfile"
}
configure_apache() {
	modules=/usr/lib/apache2/modules
	{
		echo "ServerRoot $scratch"
		for module in mpm_event:mpm_event authz_core:authz_core mime:mime dir:dir headers:headers rewrite:rewrite unixd:unixd; do
			[ ! -f "$modules/mod_${module#*:}.so" ] || echo "LoadModule ${module%:*}_module $modules/mod_${module#*:}.so"
		done
		cat <<-END
			ServerName 127.0.0.1
			Listen 127.0.0.1:$port
			User www-data
			Group www-data
			PidFile $scratch/apache.pid
			ErrorLog $scratch/error.log
			TypesConfig /etc/mime.types
			<VirtualHost *:$port>
			DocumentRoot $www
			<Directory $www>
			Require all granted
			</Directory>
			Include $scratch/rules
			</VirtualHost>
		END
	} >"$scratch/apache.conf"
	start="apache2 -f $scratch/apache.conf -DFOREGROUND"
	apache2 -t -f "$scratch/apache.conf"
}

up() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		curl -s -o /dev/null "http://127.0.0.1:$port/" && return
		sleep 0.25
	done
	cat "$scratch/server.log" "$scratch/error.log" 2>/dev/null
	return 1
}

visit() {
	check "$1 starts with it" up
	check "$1$2: a page comes with the policy" answers en/smtp/550.html 200 "Content-Security-Policy: default-src 'none'"
	check "$1$2: a comparison comes with the policy" answers en/smtp/235-vs-550.html 200 "frame-ancestors 'none'"
	check "$1$2: swapped, it leads to the other address" answers de/smtp/550-vs-235.html 301 "${base}de/smtp/235-vs-550.html"
	check "$1$2: a comparison that there is not, is not found" answers de/smtp/550-vs-999.html 404 '<html lang="de"'
	check "$1$2: unknown addresses get the page of their language" answers de/nothing/at/all.html 404 '<html lang="de"'
	check "$1$2: elsewhere that of the source language" answers nothing.html 404 '<html lang="en"'
	check "$1$2: what has a hash in its name is kept" answers "$style" 200 'Cache-Control: public, max-age=31536000, immutable'
	check "$1$2: it has the policy too" answers "$style" 200 'X-Content-Type-Options: nosniff'
	check "$1$2: the search index is not kept for ever" lacks assets/search-en.js immutable
	check "$1$2: a folder is its index" answers en/smtp/ 200 '<html lang="en"'
}

for base in / /two/deep/; do
	www=$scratch/www$(echo "$base" | tr / _)
	out=$www${base%/}
	mkdir -p "$(dirname "$out")"
	"$program" build -q --no-sync --color never -C "$project" -d "$out" -b "https://host.example$base" || exit 1
	style=$(cd "$out" && echo assets/style.*.css)
	for name in nginx caddy apache; do
		command -v "$(echo "$name" | sed 's/^apache$/apache2/')" >/dev/null || { echo "skipped: no $name"; continue; }
		port=$(free_port)
		rules() {
			"$program" check -q --host "$name" -C "$project" -b "https://host.example$base" >"$scratch/rules" && [ -s "$scratch/rules" ]
		}
		check "$name: there are rules" rules
		check "$name takes them" "configure_$name"
		eval "exec_server() { exec $start; }"
		(HOME=$scratch exec_server) >"$scratch/server.log" 2>&1 &
		server=$!
		visit "$name" " under $base"
		stop
	done
done

fits() {
	"$program" check --host "$1" -C "$project" 2>"$scratch/report" && grep -q "$2" "$scratch/report"
}
for name in github gitlab cloudflare netlify; do
	check "the real site fits on $name" fits $name '^  files '
done

echo "hosts: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
