#!/bin/sh
# SPDX-FileCopyrightText: The Statusbook authors
# SPDX-License-Identifier: MIT
#
# A third language on trial: a line in site.yaml, the beginning of a PO file and two entries make a complete site, in which
# what is not translated is shown in English and says so. Usage: third.sh PROGRAM PROJECT; both absolute.

set -u
program=$1
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d) || exit 3
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
project=$scratch/project
site=$scratch/site
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

has() {
	grep -q -F -e "$2" "$site/$1" || { echo "$1 does not have: $2"; return 1; }
}

lacks() {
	! grep -n -F -e "$2" "$site/$1"
}

mkdir "$project"
cp -R "$2/content" "$2/templates" "$2/locales" "$project/" || exit 3

# Families of one, two and five codes: their pages count them.
family() {
	mkdir "$project/content/$1"
	cat >"$project/content/$1/family.yaml" <<-END
		name: Codes called $1
		short_name: $1
		kinds: { code: { label: code, pattern: "[1-9]" } }
		classes: { all: { pattern: ".", label: All } }
		sections:
		  entry: { meaning: { label: Meaning, required: true } }
		  note: { lead: { label: Verdict } }
		  family: { lead: { label: Introduction } }
		facts: { place: { type: choice, label: Place, required: true, values: { p1: one, p2: two, p3: three, p4: four, p5: five } } }
		conversation: { steps: { go: { label: GO, at: at GO } }, closes: { place: [] }, stops: { place: [] } }
		answers: {}
		compare: { verdict: { any: { say: "{a.code} is not {b.code}." } } }
	END
	printf -- '---\ntitle: Codes called %s\nsummary: A family to count.\n---\n\nThey count.\n' "$1" \
		>"$project/content/$1/_family.en.md"
	for code in $2; do
		cat >"$project/content/$1/$code.en.md" <<-END
			---
			code: $code
			title: Number $code
			summary: The number $code of its family.
			facts: { place: p$code }
			---

			## Meaning {#meaning}

			It means that $code was counted.
		END
	done
}
family one 1
family two '1 2'
family five '1 2 3 4 5'

# The language. What stands in its two entries does not matter to the build: German does for it.
sed -i 's/^  de:/  pl: { name: Polski }\n&/' "$project/content/site.yaml"
cp "$here/third.po" "$project/locales/pl.po"
for code in 450 550; do
	cp "$project/content/smtp/$code.de.md" "$project/content/smtp/$code.pl.md"
done
cat >>"$project/content/site.yaml" <<'END'
edit_url: "https://git.example/edit/{path}"
new_url: "https://git.example/new?filename={path}"
END
sed -i '/^## .*{#history}/,/^## .*{#handover}/{/{#handover}/!d}' "$project/content/smtp/450.pl.md"

merge() {
	"$program" i18n merge -q -C "$project" --locale pl &&
		cp "$project/locales/pl.po" "$scratch/pl.po" &&
		"$program" i18n merge -q -C "$project" --locale pl &&
		cmp "$scratch/pl.po" "$project/locales/pl.po" &&
		msgfmt --check -o /dev/null "$project/locales/pl.po"
}
check "its catalogue is filled up from what there is to translate, once and for all" merge
check "what was translated is still there" grep -q '^msgstr\[2\] "{n} kodów"' "$project/locales/pl.po"
stamp() {
	"$program" i18n stamp --reviewed -q -C "$project" content/smtp/450.pl.md content/smtp/550.pl.md
}
check "its entries can be stamped" stamp
build() {
	"$program" build -q --no-sync --color never -C "$project" -d "$site" &&
		"$program" package zip -q -C "$project" -o "$site/statusbook-offline.zip"
}
check "the site builds" build
again() {
	"$program" build -j8 --no-sync --color never -C "$project" -d "$site" >"$scratch/again" 2>&1
	grep -q ' 0 written (0 bytes), ' "$scratch/again" || { tail -n 1 "$scratch/again"; return 1; }
}

same_pages() {
	for locale in en de pl; do
		(cd "$site/$locale" && find . -type f | LC_ALL=C sort) >"$scratch/$locale.pages"
	done
	diff "$scratch/pl.pages" "$scratch/de.pages" &&
		grep -v '^./translations.html$' "$scratch/pl.pages" | diff "$scratch/en.pages" -
}
check "it has every page that the other languages have, and one on its state" same_pages
links() {
	node "$here/links.mjs" "$site" >"$scratch/links" || { grep -A 3 FAIL "$scratch/links"; return 1; }
}
check "links, anchors and languages of the whole site are right" links

check "one code takes the first plural form" has pl/one/index.html '>1 kod<'
check "two codes take the second" has pl/two/index.html '>2 kody<'
check "five codes take the third" has pl/five/index.html '>5 kodów<'
check "one comparison takes the first form" has pl/index.html '>1 strona porównań<'
check "ten comparisons take the third" has pl/index.html '>10 stron porównań<'
check "none takes the third" has pl/index.html '>0 stron porównań<'
check "a word of the interface is in the language" has pl/smtp/451.html '>Fakty<'

title=$(sed -n 's/^title: //p' "$project/content/smtp/550.pl.md")
check "a translated entry is in its language" has pl/smtp/550.html "$title"
check "it may be found by search engines" lacks pl/smtp/550.html noindex
check "the other languages know of it" has en/smtp/550.html 'hreflang="pl"'
check "it is in the sitemap" has sitemap-pl-1.xml '/pl/smtp/550.html'
check "nothing on it is marked as English but what servers say" \
	sh -c "! sed 's/<code lang=\"en\">//g; s/<span class=\"verbatim\" lang=\"en\">//g; s/hreflang=\"en\" lang=\"en\"//g' '$site/pl/smtp/550.html' | grep 'lang=\"en\" dir'"
check "a section that was left out is shown in English, and marked" \
	has pl/smtp/450.html '<h2 id="history" lang="en" dir="ltr">'
check "the page is still the language's" lacks pl/smtp/450.html noindex
check "their comparison is the language's too" lacks pl/smtp/450-vs-550.html noindex

check "an entry without translation is shown in English, and marked" has pl/smtp/451.html 'lang="en" dir="ltr"'
check "its page is in Polish all the same" has pl/smtp/451.html '<html lang="pl"'
check "it is kept from search engines" has pl/smtp/451.html noindex
check "the other languages do not offer it to them" lacks en/smtp/451.html 'rel="alternate" hreflang="pl"'
check "readers can go there" has en/smtp/451.html '<a href="../../pl/smtp/451.html"'
check "it is not in the sitemap" lacks sitemap-pl-1.xml '/pl/smtp/451.html'
check "a comparison with it is kept from search engines" has pl/smtp/450-vs-451.html noindex
check "so is the list of all codes, mostly English" has pl/smtp/index.html noindex
check "and the start page, mostly English" has pl/index.html noindex
check "the list of all codes in German is not" lacks de/smtp/index.html noindex

check "its notice names the language, and leads to where it is translated" \
	has pl/smtp/451.html '(English). <a rel="noopener noreferrer" href="https://git.example/new?filename=content/smtp/451.pl.md">'
check "a translated entry can be improved" has pl/smtp/550.html '"https://git.example/edit/content/smtp/550.pl.md"'
check "so can its source" has en/smtp/550.html '"https://git.example/edit/content/smtp/550.en.md"'
check "the original is not translated" lacks en/smtp/451.html 'git.example/new'
check "a list of codes can be translated" has pl/smtp/index.html 'new?filename=content/smtp/_family.pl.md'
check "a note can be translated" has pl/smtp/450-vs-451.html 'new?filename=content/smtp/450-vs-451.pl.md'
check "a comparison without one has no text to translate" lacks pl/smtp/211-vs-550.html git.example/
check "a page has one notice of what is not translated" \
	sh -c "[ \$(grep -c '<p class=\"notice\">' '$site/pl/smtp/450-vs-451.html') = 1 ]"

check "every page leads to the state of the translation" has pl/smtp/450-vs-550.html '../../pl/translations.html'
check "but not that in the source language" lacks en/smtp/550.html translations.html
check "it is kept from search engines" has pl/translations.html noindex
check "it has what is missing" has pl/translations.html 'href="https://git.example/new?filename=content/smtp/451.pl.md"'
check "it has what is missing in part" has pl/translations.html '<a href="smtp/450.html#history">'
check "it has nothing of what is done" lacks pl/translations.html '"smtp/550.html'
check "the catalogue is to be done" has pl/translations.html '"https://git.example/edit/locales/pl.po"'
check "building it again writes nothing" again

sed -i '/{#meaning}/,/^## .*{#stages}/ s/the /these /' "$project/content/smtp/550.en.md"
check "the site builds after a change of the source" build
check "a stale part says so, and leads to the original" has pl/smtp/550.html '<a href="../../en/smtp/550.html#meaning" hreflang="en">'
check "so does it in a comparison" has pl/smtp/450-vs-550.html '<a href="../../en/smtp/550.html#meaning" hreflang="en">'
check "the state of the translation has it" has pl/translations.html '<a href="smtp/550.html#meaning">'

status() {
	"$program" i18n status -C "$project" --locale pl --format json >"$scratch/status.json"
	[ $? -eq 1 ] && python3 - "$scratch/status.json" <<-'END'
		import json, sys
		smtp = [f for f in json.load(open(sys.argv[1]))["locales"][0]["families"] if f["family"] == "smtp"][0]
		state = {text["file"]: text["state"] for text in smtp["texts"]}
		assert state["content/smtp/550.pl.md"] == "stale", state["content/smtp/550.pl.md"]
		assert state["content/smtp/450.pl.md"] == "partial", state["content/smtp/450.pl.md"]
		assert state["content/smtp/451.pl.md"] == "missing"
		assert smtp["stale"] == 1 and smtp["partial"] == 1
	END
}
check "the status says what is done and what is not" status

echo "third: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
