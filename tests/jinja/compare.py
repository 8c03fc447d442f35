#!/usr/bin/python3
# SPDX-FileCopyrightText: The Statusbook authors
# SPDX-License-Identifier: MIT
"""Runs the examples of tests/spec/template.md through Jinja (Debian's python3-jinja2) and compares the pages.

What Jinja does not have is defined here: messages with braces, and `default` for what is empty. Examples that are
reported as mistakes, and those behind the heading "Where Jinja differs", are left out.
"""
import json
import re
import sys

import jinja2
from markupsafe import Markup, escape

FENCE = "`" * 32
GERMAN = {
    ("", "Search"): ["Suche"],
    ("verb", "Search"): ["Suchen"],
    ("", "{a} or {b}?"): ["{b} oder {a}?"],
    ("", "{n} page"): ["{n} Seite", "{n} Seiten"],
}


def fill(text, slots):
    return Markup(re.sub(r"\{(\w+)\}|[^{]+", lambda m: escape(slots[m[1]] if m[1] else m[0]), text))


def messages(catalogue):
    def gettext(text, **slots):
        return fill(catalogue.get(("", text), [text])[0], slots)

    def pgettext(context, text, **slots):
        return fill(catalogue.get((context, text), [text])[0], slots)

    def ngettext(one, many, n, **slots):
        return fill(catalogue.get(("", one), [one, many])[n != 1], dict(slots, n=n))

    return {"_": gettext, "pgettext": pgettext, "ngettext": ngettext}


def from_json(value):
    return Markup(value["html"]) if set(value) == {"html"} else value


def render(template, data):
    translated = template.startswith("locale: de\n")
    if translated:
        template = template.split("\n", 1)[1]
    names = ["page.html"] + re.findall(r"^=== (.*)$", template, re.M)
    files = dict(zip(names, re.split(r"^=== .*\n", template, flags=re.M)))
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(files), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters["default"] = lambda value, other: value or other
    environment.globals.update(messages(GERMAN if translated else {}))
    return environment.get_template("page.html").render(data)


def main(path="tests/spec/template.md"):
    with open(path, encoding="utf-8") as file:
        page = file.read().split("## Where Jinja differs")[0]
    data = json.loads(re.search(r"^```json\n(.*?)^```$", page, re.M | re.S)[1], object_hook=from_json)
    same = different = 0
    for example in re.findall(rf"^{FENCE} example\n(.*?)^{FENCE}$", page, re.M | re.S):
        template, expected = re.split(r"^\.\n", example, maxsplit=1, flags=re.M)
        if re.search(r"^[a-z]+\.html:\d+:\d+: error: ", expected, re.M):
            continue
        try:
            got = render(template, data)
        except jinja2.TemplateError as error:
            got = f"{type(error).__name__}: {error}\n"
        if got == expected:
            same += 1
        else:
            different += 1
            print(f"--- template\n{template}--- expected\n{expected}--- Jinja\n{got}---")
    print(f"Jinja {jinja2.__version__}: {same} examples agree, {different} differ")
    return 1 if different or not same else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
