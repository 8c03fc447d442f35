/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Reading and writing `source:` in the front matter of translations. */
#include "stages/stamps.h"

/* The fingerprints of the section: of the source text, and of the translation; empty views where there are none. */
static void find(const struct document *translation, struct str id, struct str *source, struct str *own)
{
	const struct yaml *stamps = stamps_of(translation);

	*source = *own = (struct str){ NULL, 0 };
	for (size_t i = 0; stamps && i < stamps->count; i++) {
		if (!str_eq(stamps->items[i].key, id))
			continue;
		struct str rest = stamps->items[i].value->text;
		str_next_part(&rest, ' ', source);
		*own = str_trim(rest);
	}
}

static bool is_fingerprint(struct str hex, struct str text)
{
	char now[MD_FINGERPRINT_SIZE];

	md_fingerprint(text, now);
	return str_is(hex, now);
}

const struct yaml *stamps_of(const struct document *translation)
{
	const struct yaml *stamps = yaml_find(translation->front, "source");

	return stamps && stamps->kind == YAML_MAP ? stamps : NULL;
}

bool stamp_fits(const struct document *translation, struct str id, struct str text)
{
	struct str source, own;

	find(translation, id, &source, &own);
	return is_fingerprint(source, text);
}

enum stamp stamp_of(const struct document *translation, const struct md_section *section)
{
	struct str source, own;

	find(translation, section->id, &source, &own);
	if (source.len == 0)
		return STAMP_NONE;
	return str_is(source, section->gist.fingerprint) ? STAMP_FRESH : STAMP_STALE;
}

bool stamp_has_own(const struct document *translation, struct str id)
{
	struct str source, own;

	find(translation, id, &source, &own);
	return own.len > 0;
}

bool stamp_was_followed(const struct document *translation, const struct md_section *section)
{
	struct str source, own;

	find(translation, section->id, &source, &own);
	return own.len > 0 && !str_is(own, section->gist.fingerprint);
}

struct str stamp_blob(const struct document *translation)
{
	const struct yaml *stamps = stamps_of(translation), *blob = stamps ? yaml_find(stamps, "blob") : NULL;
	struct str id = blob ? blob->text : (struct str){ NULL, 0 };

	for (size_t i = 0; i < id.len; i++)
		if (!memchr("0123456789abcdef", id.ptr[i], 16))
			return (struct str){ NULL, 0 };
	return id.len == HASH_GIT_BLOB_SIZE - 1 ? id : (struct str){ NULL, 0 };
}

/* As git keeps it: whatever a machine makes of line ends, there they are LF. */
static void blob_of(const struct document *source, char id[HASH_GIT_BLOB_SIZE])
{
	struct str rest = source->source.text;
	struct buf kept = { 0 };

	while (rest.len > 0) {
		size_t end = str_find(rest, STR("\r\n"), 0);
		buf_add(&kept, str_until_index(rest, end));
		rest = str_from_index(rest, end == SIZE_MAX ? end : end + 1);
	}
	hash_git_blob(buf_view(&kept), id);
	buf_free(&kept);
}

bool stamp_is_of(const struct document *translation, const struct document *source)
{
	char id[HASH_GIT_BLOB_SIZE];

	blob_of(source, id);
	return str_is(stamp_blob(translation), id);
}

void stamps_write(const struct document *translation, const struct document *source, const char *newline,
		  struct buf *yaml)
{
	char id[HASH_GIT_BLOB_SIZE];

	blob_of(source, id);
	buf_addf(yaml, "source:%s  blob: \"%s\"%s", newline, id, newline);
	for (size_t i = 0; i < source->sections.count; i++) {
		const struct md_section *from = &source->sections.items[i];
		const struct md_section *section = document_section(translation, from->id);
		if (!section)
			continue;
		buf_add(yaml, STR("  "));
		buf_add(yaml, from->id);
		buf_addf(yaml, ": \"%s %s\"%s", from->gist.fingerprint, section->gist.fingerprint, newline);
	}
}
