#!/bin/sh
# SPDX-FileCopyrightText: The Statusbook authors
# SPDX-License-Identifier: MIT
#
# How the real site is built: the same bytes whatever the machine, nothing written where nothing changed, and the old
# site left alone where the new one has errors. Usage: build.sh PROGRAM PROJECT; both absolute.

set -u
program=$1
project=$2
scratch=$(mktemp -d) || exit 3
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
passed=0
failed=0

# check SENTENCE COMMAND...: one rule; what the command prints is shown only if it fails.
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

# build SITE [OPTION...]: the copy of the project into that folder of the scratch folder.
build() {
	site=$1
	shift
	"$program" build --color never -C "$scratch/project" -d "$scratch/$site" "$@" 2>"$scratch/$site.log"
}

# Fails unless the build ends with that status.
build_ends() {
	wanted=$1
	shift
	build "$@"
	status=$?
	[ $status -eq "$wanted" ] && return
	echo "exit status $status instead of $wanted"
	tail -n 8 "$scratch/$1.log"
	return 1
}

same_sites() {
	diff -r "$scratch/$1" "$scratch/$2"
}

# Inode, time and size of everything in a site, the folders too.
state() {
	(cd "$scratch/$1" && find . -printf '%p %i %T@ %s\n' | LC_ALL=C sort)
}

# Fails unless the site is as it was when its state was kept.
untouched() {
	state "$1" | diff "$scratch/$1.state" -
}

keep_state() {
	state "$1" >"$scratch/$1.state"
}

says() {
	grep -F -e "$2" "$scratch/$1.log" && return
	echo "the log of the build does not say '$2':"
	cat "$scratch/$1.log"
	return 1
}

lacks_pages() {
	! find "$scratch/$1" -name "$2" | grep .
}

has_pages() {
	found=$(find "$scratch/$1" -name "$2" | wc -l)
	[ "$found" -ge "$3" ] || { echo "$found pages $2 instead of at least $3"; return 1; }
}

# Only the old site and the lock may lie beside a site.
no_litter() {
	! find "$scratch" -maxdepth 1 -name ".$1.*" ! -name ".$1.prev" ! -name ".$1.lock" | grep .
}

mkdir "$scratch/project"
cp -R "$project/content" "$project/templates" "$project/locales" "$scratch/project/" || exit 3
entries=$scratch/project/content/smtp

# The same bytes, however it is built.
check "a clean build succeeds" build_ends 0 site
check "it writes pages in both languages" has_pages site 235-vs-550.html 2
check "it leaves nothing beside the site" no_litter site
keep_state site
check "a second build succeeds" build_ends 0 site
check "it says that nothing was written" says site " 0 written (0 bytes)"
check "it writes nothing: inodes, times and sizes stay" untouched site

check "-j1 succeeds" build_ends 0 one -j1
check "-j8 succeeds" build_ends 0 eight -j8
check "-j1 and -j8 give the same bytes, the manifest too" same_sites one eight
check "a clean build and one over the old site give the same bytes" same_sites site one

elsewhere() (
	umask 077
	mkdir "$scratch/empty"
	cd "$scratch/empty" || exit 1
	env -i TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8 HOME="$scratch/empty" PATH=/usr/bin:/bin \
		"$program" build -q --no-sync -C ../project -d ../zone
)
check "another time zone, locale, umask, folder and environment" elsewhere
check "they give the same bytes" same_sites site zone

inside() (
	cd "$scratch/project" || exit 1
	LC_ALL=C "$program" build -q --no-sync
)
check "a build without options, in the project" inside
check "it gives the same bytes, in site/" same_sites site project/site
rm -rf "$scratch/project/site" "$scratch/project"/.site.*

touch_all() {
	find "$scratch/project" -type f -exec touch -d 2001-02-03 {} +
	build_ends 0 site
}
check "a build after new times on all sources" touch_all
check "it writes nothing" untouched site

# The archive: every page, the same bytes whenever and wherever it is made.
package() {
	"$program" package "$1" -q -C "$scratch/project" -o "$scratch/$2" 2>"$scratch/site.log"
}
same_archives() {
	package "$1" "first.$1" && (cd / && TZ=Pacific/Kiritimati package "$1" "second.$1") &&
		cmp "$scratch/first.$1" "$scratch/second.$1"
}
check "a zip made twice has the same bytes" same_archives zip
check "a tar made twice has the same bytes" same_archives tar
unpacked() {
	mkdir "$scratch/zip" "$scratch/tar"
	python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])' \
		"$scratch/first.zip" "$scratch/zip" &&
		tar -C "$scratch/tar" -xf "$scratch/first.tar" &&
		diff -r "$scratch/zip" "$scratch/tar"
}
check "both unpack to the same files" unpacked
complete() {
	(cd "$scratch/site" && find en de assets -type f ! -name 404.html ! -name feed.xml) | LC_ALL=C sort >"$scratch/published"
	(cd "$scratch/zip/statusbook" && find en de assets -type f) | LC_ALL=C sort | diff "$scratch/published" -
}
check "they hold every page and asset of the site" complete
not_in_itself() {
	grep -q 'offline.zip' "$scratch/site/en/index.html" && ! grep -rq 'offline.zip' "$scratch/zip"
}
check "the site links to the archive, and the archive not to itself" not_in_itself
carried_over() {
	cp "$scratch/first.zip" "$scratch/site/statusbook-offline.zip" && build_ends 0 site &&
		cmp "$scratch/first.zip" "$scratch/site/statusbook-offline.zip"
}
check "a build carries over the archive in the site" carried_over
rm "$scratch/site/statusbook-offline.zip"
keep_state site

# Errors in the source language: the old site stays.
cp "$entries/550.en.md" "$scratch/550.en.md"
broken() {
	cp "$scratch/550.en.md" "$entries/550.en.md"
	sed -i "$1" "$entries/550.en.md"
	build_ends 1 site && says site "content/smtp/550.en.md:" && untouched site && no_litter site
}
check "a syntax error in the front matter stops it, the old site stays" broken '2s/$/ [/'
check "an unknown key stops it, the old site stays" broken '2s/^/titel: x\n/'
check "a section that is missing stops it, the old site stays" broken 's/{#meaning}/{#meanin}/'
check "a dead link stops it, the old site stays" broken '$s/$/ <code:599>/'
check "no front matter stops it, the old site stays" broken 1d
cp "$scratch/550.en.md" "$entries/550.en.md"
check "mended, it builds again" build_ends 0 site
check "and writes nothing" untouched site

messages() {
	sed -i '2s/^/titel: x\n/' "$entries"/25*.en.md "$entries"/55*.en.md
	build one -j1
	build eight -j8
	cp "$project"/content/smtp/25*.en.md "$project"/content/smtp/55*.en.md "$entries/"
	says one "unknown key 'titel'" >/dev/null && diff "$scratch/one.log" "$scratch/eight.log"
}
check "-j1 and -j8 print the same messages" messages
check "and leave their sites the same" same_sites one eight

# A translation, removed and put back.
cp -R "$scratch/site" "$scratch/first"
mv "$entries/550.de.md" "$scratch/550.de.md"
check "without a translation it builds" build_ends 0 site
shown_in_english() {
	grep -q 'lang="en"' "$scratch/site/de/smtp/550.html" && grep -q noindex "$scratch/site/de/smtp/550.html" &&
		cmp "$scratch/site/en/smtp/450.html" "$scratch/first/en/smtp/450.html"
}
check "the page shows English, marked so, and says noindex" shown_in_english
mv "$scratch/550.de.md" "$entries/550.de.md"
check "with the translation back it builds" build_ends 0 site
check "and all bytes are as before" same_sites first site

# An entry, added and removed. Its texts are those of 214 under another number.
for locale in en de; do
	sed 's/214/219/g' "$entries/214.$locale.md" >"$entries/219.$locale.md"
done
check "with one more entry it builds" build_ends 0 site
check "its page and its comparisons are there" has_pages site '*219*.html' 80
rm "$entries"/219.*.md
keep_state site
check "without it, it builds" build_ends 0 site
check "its pages are gone" lacks_pages site '*219*'
check "and all bytes are as before" same_sites first site
# Every comparison lists the codes that its two can be compared with.
inodes_stay() {
	for page in index.html 404.html; do
		[ "$(stat -c %i "$scratch/site/$page")" -eq "$(sed -n "s|^./$page \([0-9]*\) .*|\1|p" "$scratch/site.state")" ] ||
			{ echo "$page was written anew"; return 1; }
	done
}
check "pages that do not list it were not written anew" inodes_stay

echo "build: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
