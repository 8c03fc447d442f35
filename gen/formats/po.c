/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * The reader of PO files: bytes to tokens to messages. After a mistake it goes on with the next message. The slot check
 * of a single message is in po_slots.c.
 */
#include "formats/po.h"

#include "base/buf.h"
#include "formats/unfit.h"

#define LONGEST_DETAIL 40
#define MOST_PROBLEMS 5 /* of the bytes of one text that are reported */

enum token_kind {
	TOKEN_END,
	TOKEN_COMMENT,
	TOKEN_WORD,
	TOKEN_NUMBER,
	TOKEN_STRING,
	TOKEN_OPEN_STRING, /* no closing quote on its line */
	TOKEN_SIGN,
};

struct token {
	enum token_kind kind;
	struct str raw;
};

/* Strings that follow each other, decoded. */
struct text {
	struct str value;
	struct loc loc;
	bool broken;
};

struct reader {
	struct arena *arena;
	const struct source *source;
	struct diags *diags;
	struct po *po;
	struct str rest;
	struct token token; /* looked at, but not taken yet */
	struct buf buf;
	bool fuzzy; /* flags of the comments since the last message */
	bool brace_format;
};

static bool in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Length of the run of characters at the front of `s` that `test` accepts. */
static size_t run_length(struct str s, bool (*test)(char))
{
	size_t len = 0;

	while (len < s.len && test(s.ptr[len]))
		len++;
	return len;
}

static size_t string_length(struct str s, bool *closed)
{
	*closed = false;
	for (size_t i = 1; i < s.len && s.ptr[i] != '\n'; i++) {
		if (s.ptr[i] == '"') {
			*closed = true;
			return i + 1;
		}
		if (s.ptr[i] == '\\' && i + 1 < s.len && s.ptr[i + 1] != '\n' && s.ptr[i + 1] != '\r')
			i++;
	}
	return str_find_char(s, '\n') == SIZE_MAX ? s.len : str_find_char(s, '\n');
}

/* The token at the front of `rest`, which does not begin with a blank. */
static struct token token_at(struct str rest)
{
	uint32_t point;
	bool closed;

	if (rest.len == 0)
		return (struct token){ TOKEN_END, rest };
	char c = rest.ptr[0];
	if (c == '#')
		return (struct token){ TOKEN_COMMENT, str_until_index(rest, str_find_char(rest, '\n')) };
	if (c == '"') {
		size_t len = string_length(rest, &closed);
		return (struct token){ closed ? TOKEN_STRING : TOKEN_OPEN_STRING, str_until_index(rest, len) };
	}
	if (in_word(c))
		return (struct token){ TOKEN_WORD, str_until_index(rest, run_length(rest, in_word)) };
	if (is_digit(c))
		return (struct token){ TOKEN_NUMBER, str_until_index(rest, run_length(rest, is_digit)) };
	size_t len = str_utf8(rest, &point);
	return (struct token){ TOKEN_SIGN, str_until_index(rest, len ? len : 1) };
}

static void next_token(struct reader *reader)
{
	reader->rest = str_from_index(reader->rest, reader->token.raw.len);
	reader->rest = str_from_index(reader->rest, run_length(reader->rest, is_blank));
	reader->token = token_at(reader->rest);
}

static bool token_is(const struct reader *reader, const char *raw)
{
	return reader->token.kind != TOKEN_END && str_is(reader->token.raw, raw);
}

static bool take_token(struct reader *reader, const char *raw)
{
	if (!token_is(reader, raw))
		return false;
	next_token(reader);
	return true;
}

/* The start of `s`, short enough to be quoted in a message, and on one line. */
static struct str excerpt(struct str s)
{
	s = str_until_index(s, str_find_char(s, '\n'));
	if (s.len > LONGEST_DETAIL) {
		s.len = LONGEST_DETAIL;
		while (s.len > 0 && ((unsigned char)s.ptr[s.len] & 0xc0) == 0x80)
			s.len--;
	}
	return str_trim(s);
}

static struct diag *complain(struct reader *reader, enum diag_rule rule, struct loc loc, struct str detail)
{
	return diag_add(reader->diags, rule, loc, excerpt(detail));
}

static bool fail(struct reader *reader, struct str part, struct str reason)
{
	complain(reader, DIAG_BAD_PO, loc_of(reader->source, part), part)->reason = reason;
	return false;
}

static size_t digits_value(struct str digits, size_t base)
{
	size_t value = 0;

	for (size_t i = 0; i < digits.len && value < 256; i++) {
		char c = digits.ptr[i];
		value = value * base + (size_t)(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return value;
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* The length of the escape that begins `s` with its backslash, and the byte it stands for; 0 if it is none. */
static size_t escape_at(struct str s, char *byte)
{
	static const char letters[] = "ntrabfv\\\"", bytes[] = "\n\t\r\a\b\f\v\\\"";
	struct str digits = str_from_index(s, 1);
	size_t base = 8;

	if (digits.len == 0)
		return 0;
	const char *letter = memchr(letters, digits.ptr[0], sizeof(letters) - 1);
	if (letter) {
		*byte = bytes[letter - letters];
		return 2;
	}
	if (digits.ptr[0] == 'x') {
		base = 16;
		digits = str_from_index(digits, 1);
	}
	digits = str_until_index(digits, run_length(digits, base == 16 ? is_hex : is_octal));
	if (base == 8)
		digits = str_until_index(digits, 3);
	size_t value = digits_value(digits, base);
	if (digits.len == 0 || value > 255)
		return 0;
	*byte = (char)value;
	return (size_t)(digits.ptr - s.ptr) + digits.len;
}

/* What stands between the quotes of the token, which may lack the second one. */
static struct str inside_of(struct token token)
{
	struct str inside = str_from_index(token.raw, 1);

	return token.kind == TOKEN_STRING ? str_until_index(inside, inside.len - 1) : inside;
}

/* Adds what `inside` stands for to the reader's buffer. False after a mistake in it. */
static bool decode(struct reader *reader, struct str inside)
{
	bool good = true;

	while (inside.len > 0) {
		size_t run = str_find_char(inside, '\\'), len;
		char byte;
		buf_add(&reader->buf, str_until_index(inside, run));
		inside = str_from_index(inside, run);
		if (inside.len == 0)
			break;
		len = escape_at(inside, &byte);
		if (len > 0) {
			buf_add_char(&reader->buf, byte);
		} else {
			if (good)
				fail(reader, str_until_index(inside, 2), STR("no such escape"));
			good = false;
			len = 1;
		}
		inside = str_from_index(inside, len);
	}
	return good;
}

/* Escapes can write what the bytes of the file must not: the text is looked at as it will be shown. */
static void check_bytes(struct reader *reader, struct text *text)
{
	size_t at = 0, len = 0;
	enum diag_rule rule;

	for (size_t i = 0; i < MOST_PROBLEMS; i++) {
		at = unfit_find(text->value, at + len, &rule, &len);
		if (at == SIZE_MAX)
			return;
		struct str bytes = str_until_index(str_from_index(text->value, at), len);
		unfit_report(rule, po_place(text->loc, text->value, bytes), bytes, reader->diags);
		text->broken = true;
	}
}

/* Takes one or more strings. */
static bool take_text(struct reader *reader, struct text *text)
{
	struct str first = reader->token.raw, last = first, inside = { NULL, 0 };
	size_t count = 0;

	buf_clear(&reader->buf);
	for (; reader->token.kind == TOKEN_STRING || reader->token.kind == TOKEN_OPEN_STRING; next_token(reader)) {
		if (reader->token.kind == TOKEN_OPEN_STRING)
			text->broken = !fail(reader, reader->token.raw, STR("the string is not closed on its line"));
		inside = inside_of(reader->token);
		if (!decode(reader, inside))
			text->broken = true;
		last = reader->token.raw;
		count++;
	}
	if (count == 0)
		return fail(reader, first, STR("expected a string in quotes"));

	bool as_written = count == 1 && str_eq(inside, buf_view(&reader->buf));
	text->value = as_written ? inside : arena_copy(reader->arena, buf_view(&reader->buf));
	text->loc = loc_of(reader->source, (struct str){ first.ptr, (size_t)(last.ptr + last.len - first.ptr) });
	if (!text->broken)
		check_bytes(reader, text);
	return true;
}

/* Takes "#, fuzzy, python-brace-format"; gettext writes "#=" for some flags since 0.25. */
static void take_comment(struct reader *reader)
{
	struct str rest = reader->token.raw, flag;
	bool obsolete = str_starts(rest, STR("#~"));

	next_token(reader);
	if (obsolete)
		reader->fuzzy = reader->brace_format = false;
	if (!str_take(&rest, STR("#,")) && !str_take(&rest, STR("#=")))
		return;
	while (str_next_part(&rest, ',', &flag)) {
		flag = str_trim(flag);
		if (str_is(flag, "fuzzy"))
			reader->fuzzy = true;
		else if (str_ends(flag, STR("brace-format")) && !str_starts(flag, STR("no-")))
			reader->brace_format = true;
	}
}

/* Takes the index behind msgstr; forms are numbered from 0 in order. */
static bool take_index(struct reader *reader, size_t expected)
{
	size_t index;

	if (!take_token(reader, "["))
		return fail(reader, reader->token.raw, STR("expected '[': the message has a msgid_plural"));
	if (!str_to_size(reader->token.raw, &index) || index != expected)
		return fail(reader, reader->token.raw, STR("plural forms are numbered from 0, without a gap"));
	if (index >= PLURAL_MOST_FORMS)
		return fail(reader, reader->token.raw, STR("no language has so many plural forms"));
	next_token(reader);
	if (!take_token(reader, "]"))
		return fail(reader, reader->token.raw, STR("expected ']'"));
	return true;
}

/* Takes msgstr, or msgstr[0], msgstr[1] and so on. */
static bool take_texts(struct reader *reader, struct po_message *message, bool has_plural)
{
	struct text texts[PLURAL_MOST_FORMS] = { { .broken = false } };
	size_t count = 0;
	bool good = token_is(reader, "msgstr") || fail(reader, reader->token.raw, STR("expected msgstr"));

	while (good && (count == 0 || has_plural) && take_token(reader, "msgstr")) {
		if (has_plural)
			good = take_index(reader, count);
		else if (token_is(reader, "["))
			good = fail(reader, reader->token.raw, STR("the message has no msgid_plural"));
		good = good && take_text(reader, &texts[count]);
		if (good)
			message->broken = texts[count++].broken || message->broken;
	}
	message->texts = arena_array(reader->arena, count, struct str);
	message->text_locs = arena_array(reader->arena, count, struct loc);
	message->text_count = count;
	for (size_t i = 0; i < count; i++) {
		message->texts[i] = texts[i].value;
		message->text_locs[i] = texts[i].loc;
	}
	return good;
}

static void add_message(struct reader *reader, struct po_message *message)
{
	struct po *po = reader->po;
	bool is_header = message->id.len == 0 && message->context.len == 0;
	const struct po_message *first = is_header ? po->header : po_entry(po, message->context, message->id);

	if (first) {
		complain(reader, DIAG_PO_DUPLICATE, message->loc, message->id)->note = first->loc;
	} else if (is_header) {
		po->header = message;
	} else {
		po_index_add(&po->index, reader->arena, message->context, message->id, message);
		*array_add(reader->arena, po) = message;
	}
}

/* Takes a message from its first keyword on; false after a mistake that leaves the rest of it unread. */
static bool take_message(struct reader *reader)
{
	struct po_message *message = arena_new(reader->arena, struct po_message);
	struct text context = { .broken = false }, id = context, plural = context;

	if (take_token(reader, "msgctxt") && !take_text(reader, &context))
		return false;
	if (!take_token(reader, "msgid"))
		return fail(reader, reader->token.raw, STR("expected msgid"));
	if (!take_text(reader, &id))
		return false;
	bool has_plural = take_token(reader, "msgid_plural");
	bool good = !has_plural || take_text(reader, &plural);

	*message = (struct po_message){
		.context = context.value,
		.id = id.value,
		.plural = plural.value,
		.fuzzy = reader->fuzzy,
		.brace_format = reader->brace_format,
		.broken = context.broken || id.broken || plural.broken,
		.loc = id.loc,
		.plural_loc = plural.loc,
	};
	good = good && take_texts(reader, message, has_plural);
	message->broken = message->broken || !good;
	add_message(reader, message);
	return good;
}

static bool begins_message(const struct reader *reader)
{
	return token_is(reader, "msgctxt") || token_is(reader, "msgid");
}

/* After a mistake. Comments on the way may be those of the next message, and count. */
static void skip_to_message(struct reader *reader)
{
	while (reader->token.kind != TOKEN_END && !begins_message(reader)) {
		if (reader->token.kind == TOKEN_COMMENT)
			take_comment(reader);
		else
			next_token(reader);
	}
}

static void take_all(struct reader *reader)
{
	while (reader->token.kind != TOKEN_END) {
		if (reader->token.kind == TOKEN_COMMENT) {
			take_comment(reader);
			continue;
		}
		bool good = begins_message(reader) ? take_message(reader)
						   : fail(reader, reader->token.raw, STR("expected msgctxt or msgid"));
		reader->fuzzy = reader->brace_format = false;
		if (!good)
			skip_to_message(reader);
	}
}

static char folded(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool equal_folded(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (folded(a.ptr[i]) != folded(b.ptr[i]))
			return false;
	return true;
}

static struct loc header_place(const struct po *po, struct str part)
{
	return po_place(po->header->text_locs[0], po->header->texts[0], part);
}

static void check_charset(struct reader *reader)
{
	const struct po *po = reader->po;
	struct str type = po_header(po, "Content-Type");
	size_t at = str_find(type, STR("charset="), 0);

	if (at == SIZE_MAX) {
		struct loc loc =
			po->header ? po->header->loc : loc_of(reader->source, str_until_index(reader->source->text, 0));
		complain(reader, DIAG_PO_CHARSET, loc, STR(""))->reason =
			STR("the header has no 'Content-Type: text/plain; charset=UTF-8'");
		return;
	}
	struct str charset = str_from_index(type, at + STR("charset=").len);
	charset = str_trim(str_until_index(charset, str_find_char(charset, ';')));
	if (!equal_folded(charset, STR("utf-8")))
		complain(reader, DIAG_PO_CHARSET, header_place(po, charset), charset);
}

/* Reads the rule for plurals; a header without one, as in a POT file, has that of English. */
static bool check_rule(struct reader *reader)
{
	struct po *po = reader->po;
	struct str rule = po_header(po, "Plural-Forms"), problem, reason;

	if (rule.len == 0 || plural_parse(&po->plurals, rule, &problem, &reason))
		return true;
	struct diag *diag = complain(reader, DIAG_BAD_PO, header_place(po, problem), problem);
	diag->reason = arena_join(reader->diags->arena, (struct str[]){ STR("Plural-Forms: "), reason }, 2);
	return false;
}

static void check_count(struct reader *reader, struct po_message *message, bool rule_known)
{
	size_t wanted = reader->po->plurals.form_count;
	struct buf reason = { 0 };

	if (message->plural_loc.len == 0 || message->broken || message->text_count == wanted)
		return;
	message->broken = true;
	if (!rule_known)
		return;
	buf_addf(&reason, "%zu given, nplurals is %zu", message->text_count, wanted);
	complain(reader, DIAG_PO_PLURALS, message->loc, message->id)->reason =
		arena_copy(reader->diags->arena, buf_view(&reason));
	buf_free(&reason);
}

struct po *po_parse(struct arena *arena, const struct source *source, struct diags *diags)
{
	struct po *po = arena_new(arena, struct po);
	struct reader reader = { .arena = arena, .source = source, .diags = diags, .po = po, .rest = source->text };

	po->source = source;
	plural_init(&po->plurals);
	str_take(&reader.rest, STR("\xef\xbb\xbf"));
	reader.token.raw = str_until_index(reader.rest, 0);
	next_token(&reader);
	take_all(&reader);
	if (po->header || po->count > 0)
		check_charset(&reader);
	bool rule_known = check_rule(&reader);
	for (size_t i = 0; i < po->count; i++)
		check_count(&reader, po->items[i], rule_known);
	buf_free(&reader.buf);
	return po;
}

struct str po_header(const struct po *po, const char *name)
{
	struct str rest = po->header && po->header->text_count > 0 ? po->header->texts[0] : (struct str){ NULL, 0 },
		   line;

	while (str_next_line(&rest, &line)) {
		size_t colon = str_find_char(line, ':');
		if (colon != SIZE_MAX && equal_folded(str_until_index(line, colon), str_from(name)))
			return str_trim(str_from_index(line, colon + 1));
	}
	return (struct str){ NULL, 0 };
}

const struct po_message *po_entry(const struct po *po, struct str context, struct str id)
{
	return po_index_find(&po->index, context, id);
}

const struct po_message *po_find(const struct po *po, struct str context, struct str id)
{
	const struct po_message *message = po_entry(po, context, id);

	if (!message || message->fuzzy || message->broken)
		return NULL;
	for (size_t i = 0; i < message->text_count; i++)
		if (message->texts[i].len == 0)
			return NULL;
	return message;
}

size_t po_plural_index(const struct po *po, size_t n)
{
	return plural_index(&po->plurals, n);
}

struct loc po_place(struct loc loc, struct str text, struct str part)
{
	struct str rest = str_until_index(str_from_index(loc.source->text, loc.offset), loc.len);
	size_t start = (size_t)(part.ptr - text.ptr), end = start + part.len, at = 0;
	const char *from = rest.ptr;
	bool inside = false;
	char byte;

	while (rest.len > 0 && (at < end || at <= start)) {
		bool quote = rest.ptr[0] == '"';
		size_t len = inside && rest.ptr[0] == '\\' ? escape_at(rest, &byte) : 1;
		if (inside && !quote && at == start)
			from = rest.ptr;
		if (inside && !quote)
			at += len > 0;
		else if (quote)
			inside = !inside;
		rest = str_from_index(rest, len ? len : 1);
	}
	return loc_of(loc.source, (struct str){ from, (size_t)(rest.ptr - from) });
}
