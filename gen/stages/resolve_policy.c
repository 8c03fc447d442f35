/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The content security policy, and the one script that stands inside of every page: templates/assets/boot.js, which runs
 * before anything is painted. The policy admits it by the hash of its text, made here from the very bytes that pages show,
 * so that the two cannot disagree.
 */
#include <strings.h>

#include "base/hash.h"
#include "formats/base64.h"
#include "formats/comments.h"
#include "formats/text.h"
#include "stages/resolve_parts.h"

/* Nothing may end the script, or begin a comment behind which browsers look for another end of it. */
static bool can_stand_in_page(const struct source *boot, struct diags *diags)
{
	static const struct str refused[] = { { "</script", 8 }, { "<!--", 4 } };
	struct str text = boot->text;
	bool fine = true;

	for (size_t at = str_find(text, STR("<"), 0); at != SIZE_MAX; at = str_find(text, STR("<"), at + 1)) {
		struct str rest = str_from_index(text, at);
		for (size_t i = 0; i < 2; i++) {
			struct str found = str_until_index(rest, refused[i].len);
			if (found.len < refused[i].len || strncasecmp(found.ptr, refused[i].ptr, found.len) != 0)
				continue;
			diag_add(diags, DIAG_INLINE_SCRIPT, loc_of(boot, found), found);
			fine = false;
		}
	}
	return fine;
}

void resolve_policy(struct resolve *resolve)
{
	struct site *site = resolve->site;
	unsigned char digest[HASH_SHA256_SIZE];
	struct buf script = { 0 }, policy = { 0 };

	buf_add(&policy, STR("default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'"));
	if (site->boot && text_check(site->boot, resolve->diags) && can_stand_in_page(site->boot, resolve->diags)) {
		comments_remove(&script, site->boot->text);
		hash_sha256(buf_view(&script), digest);
		buf_add(&policy, STR(" 'sha256-"));
		base64_add(&policy, digest, sizeof(digest));
		buf_add_char(&policy, '\'');
		site->boot_html = arena_concat(resolve->arena, STR("<script>"), buf_view(&script), STR("</script>"));
	}
	buf_add(&policy, STR("; base-uri 'none'; form-action 'none'"));
	site->policy = arena_copy(resolve->arena, buf_view(&policy));
	buf_free(&policy);
	buf_free(&script);
}
