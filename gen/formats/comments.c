/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Line by line: what is between a line that begins with the one mark and a line that ends with the other is left out. */
#include "formats/comments.h"

void comments_remove(struct buf *out, struct str text)
{
	struct str line;
	bool inside = false;

	while (str_next_line(&text, &line)) {
		struct str words = str_trim(line);
		bool begins = !inside && str_starts(words, STR("/*"));
		if (begins || inside) {
			size_t end = str_find(words, STR("*/"), begins ? 2 : 0);
			inside = end == SIZE_MAX;
			if (inside || end + 2 == words.len)
				continue;
			if (!begins) /* something stands behind the comment */
				line = str_from_index(words, end + 2);
		}
		line = str_trim(line);
		if (line.len == 0)
			continue;
		buf_add(out, line);
		buf_add_char(out, '\n');
	}
}
