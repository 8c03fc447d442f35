/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The words inside a tag. Nothing here complains: a bad word fits nowhere, so whoever reads it does. */
#include "template/token.h"

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t name_length(struct str s)
{
	size_t len = 0;

	while (len < s.len && (letter(s.ptr[len]) || digit(s.ptr[len])))
		len++;
	return len;
}

/* The length of a text in quotes at the front of `s`; 0 if it has no end. */
static size_t quoted_length(struct str s)
{
	for (size_t i = 1; i < s.len; i++) {
		if (s.ptr[i] == '\\')
			i++;
		else if (s.ptr[i] == s.ptr[0])
			return i + 1;
	}
	return 0;
}

static size_t sign_length(struct str s)
{
	if (str_starts(s, STR("==")) || str_starts(s, STR("!=")))
		return 2;
	return memchr(".,|()=<>", s.ptr[0], 8) ? 1 : 0;
}

void tokens_begin(struct tokens *tokens, struct str tag)
{
	*tokens = (struct tokens){ .rest = tag };
	tokens_next(tokens);
}

void tokens_next(struct tokens *tokens)
{
	struct str s = tokens->rest;
	size_t len = 0;

	tokens->before = tokens->text;
	while (s.len > 0 && (s.ptr[0] == ' ' || (s.ptr[0] >= '\t' && s.ptr[0] <= '\r')))
		s = str_from_index(s, 1);
	if (s.len == 0) {
		tokens->kind = TOKEN_END;
	} else if (letter(s.ptr[0])) {
		tokens->kind = TOKEN_NAME;
		len = name_length(s);
	} else if (digit(s.ptr[0])) {
		len = name_length(s);
		size_t number;
		tokens->kind = str_to_size(str_until_index(s, len), &number) ? TOKEN_NUMBER : TOKEN_BAD;
	} else if (s.ptr[0] == '"' || s.ptr[0] == '\'') {
		tokens->kind = TOKEN_TEXT;
		len = quoted_length(s);
	} else {
		tokens->kind = TOKEN_SIGN;
		len = sign_length(s);
	}
	if (len == 0 && s.len > 0) {
		tokens->kind = TOKEN_BAD;
		len = 1;
	}
	tokens->text = str_until_index(s, len);
	tokens->rest = str_from_index(s, len);
}

bool token_is(const struct tokens *tokens, const char *word)
{
	return (tokens->kind == TOKEN_NAME || tokens->kind == TOKEN_SIGN) && str_is(tokens->text, word);
}

bool tokens_take(struct tokens *tokens, const char *word)
{
	if (!token_is(tokens, word))
		return false;
	tokens_next(tokens);
	return true;
}

static size_t put_utf8(char *out, uint32_t point)
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	size_t len = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	for (size_t i = len - 1; i > 0; i--, point >>= 6)
		out[i] = (char)(0x80 | (point & 0x3f));
	out[0] = (char)(((0xf00u >> len) & 0xf0u) | point);
	return len;
}

/* The number in the `count` hexadecimal digits at the front of `s`; 0 if they are not there. */
static uint32_t hexadecimal(struct str s, size_t count)
{
	uint32_t number = 0;

	if (s.len < count)
		return 0;
	for (size_t i = 0; i < count; i++) {
		char c = s.ptr[i];
		uint32_t value = digit(c)               ? (uint32_t)(c - '0')
				 : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
				 : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
							: 16;
		if (value == 16 || number >> 28)
			return 0;
		number = number << 4 | value;
	}
	return number;
}

/* Writes what the escape at the front of `s` stands for, and gives its length; 0 if it is none. */
static size_t put_escape(char *out, size_t *written, struct str s)
{
	static const char names[] = "\\'\"ntr", meanings[] = "\\'\"\n\t\r";
	const char *name = s.len > 1 ? memchr(names, s.ptr[1], sizeof(names) - 1) : NULL;

	if (name) {
		*out = meanings[name - names];
		*written = 1;
		return 2;
	}
	char kind = s.len > 1 ? s.ptr[1] : '\0';
	size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
	uint32_t point = digits ? hexadecimal(str_from_index(s, 2), digits) : 0;
	if (point == 0 || (point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff)
		return 0;
	*written = put_utf8(out, point);
	return 2 + digits;
}

bool token_text(struct str word, struct arena *arena, struct str *value)
{
	struct str inside = { word.ptr + 1, word.len - 2 };

	if (str_find_char(inside, '\\') == SIZE_MAX) {
		*value = inside;
		return true;
	}
	/* No escape is shorter than what it stands for. */
	char *bytes = arena_alloc(arena, inside.len, 1);
	size_t len = 0;
	while (inside.len > 0) {
		size_t written = 1, taken = 1;
		if (inside.ptr[0] != '\\')
			bytes[len] = inside.ptr[0];
		else
			taken = put_escape(bytes + len, &written, inside);
		if (taken == 0) {
			*value = str_until_index(inside, 2);
			return false;
		}
		len += written;
		inside = str_from_index(inside, taken);
	}
	*value = (struct str){ bytes, len };
	return true;
}
