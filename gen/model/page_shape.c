/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The tables by which templates find the members of a page. templates/README.md lists them for people. */
#include "model/page.h"

/* clang-format off: tables */
#define TEXT(type, member)                                                                                             \
	{                                                                                                              \
#member, VALUE_TEXT, offsetof(struct type, member), NULL, VALUE_TEXT                                   \
	}
#define URL(type, member)                                                                                              \
	{                                                                                                              \
#member, VALUE_URL, offsetof(struct type, member), NULL, VALUE_TEXT                                    \
	}
#define HTML(type, member)                                                                                             \
	{                                                                                                              \
#member, VALUE_HTML, offsetof(struct type, member), NULL, VALUE_TEXT                                   \
	}
#define NUMBER(type, member)                                                                                           \
	{                                                                                                              \
#member, VALUE_NUMBER, offsetof(struct type, member), NULL, VALUE_TEXT                                 \
	}
#define FLAG(type, member)                                                                                             \
	{                                                                                                              \
#member, VALUE_FLAG, offsetof(struct type, member), NULL, VALUE_TEXT                                   \
	}
#define RECORD(type, member, shape)                                                                                    \
	{                                                                                                              \
#member, VALUE_RECORD, offsetof(struct type, member), &(shape), VALUE_TEXT                             \
	}
#define RECORDS(type, member, shape)                                                                                   \
	{                                                                                                              \
#member, VALUE_LIST, offsetof(struct type, member), &(shape), VALUE_RECORD                             \
	}
#define TEXTS(type, member)                                                                                            \
	{                                                                                                              \
#member, VALUE_LIST, offsetof(struct type, member), NULL, VALUE_TEXT                                   \
	}
#define HTMLS(type, member)                                                                                            \
	{                                                                                                              \
#member, VALUE_LIST, offsetof(struct type, member), NULL, VALUE_HTML                                   \
	}
#define END                                                                                                            \
	{                                                                                                              \
		NULL, VALUE_TEXT, 0, NULL, VALUE_TEXT                                                                  \
	}
#define FIELDS(name, ...) static const struct field name##_fields[] = { __VA_ARGS__, END }
#define SHAPE(name, ...)                                                                                               \
	FIELDS(name, __VA_ARGS__);                                                                                     \
	static const struct shape name##_shape = { #name, name##_fields }

SHAPE(locale, TEXT(locale, id), TEXT(locale, name), TEXT(locale, dir));

SHAPE(site_view, TEXT(site_view, name), TEXT(site_view, description), URL(site_view, repository));

SHAPE(alternate_view, TEXT(alternate_view, id), TEXT(alternate_view, name), TEXT(alternate_view, dir),
      URL(alternate_view, href), URL(alternate_view, url), FLAG(alternate_view, current),
      FLAG(alternate_view, translated), FLAG(alternate_view, is_source));

SHAPE(entry_link, URL(entry_link, href), URL(entry_link, path), TEXT(entry_link, code), TEXT(entry_link, title),
      TEXT(entry_link, summary), TEXT(entry_link, lang), TEXT(entry_link, tone));

SHAPE(class_text, TEXT(class_text, id), TEXT(class_text, label), TEXT(class_text, tone),
      RECORDS(class_text, entries, entry_link_shape));

SHAPE(section_text, TEXT(section_text, id), TEXT(section_text, heading), HTML(section_text, html),
      TEXT(section_text, lang), TEXT(section_text, dir), FLAG(section_text, stale), URL(section_text, original));

SHAPE(reply_text, TEXT(reply_text, from), URL(reply_text, href), TEXT(reply_text, sense), TEXT(reply_text, text),
      TEXT(reply_text, text_lang), HTML(reply_text, seen), TEXT(reply_text, gloss), TEXT(reply_text, disagreement),
      TEXT(reply_text, lang));

SHAPE(sender_code, URL(sender_code, href), TEXT(sender_code, code), TEXT(sender_code, title), TEXT(sender_code, lang),
      TEXT(sender_code, tone), RECORDS(sender_code, replies, reply_text_shape));

SHAPE(sender_text, TEXT(sender_text, slug), TEXT(sender_text, name), TEXT(sender_text, about), TEXT(sender_text, lang),
      URL(sender_text, href), RECORDS(sender_text, codes, sender_code_shape), NUMBER(sender_text, reply_count));

FIELDS(family_text, TEXT(family_text, slug), TEXT(family_text, name), TEXT(family_text, short_name),
       URL(family_text, href), TEXT(family_text, title), TEXT(family_text, summary), TEXT(family_text, lang),
       TEXT(family_text, dir), RECORD(family_text, lead, section_text_shape),
       RECORDS(family_text, sections, section_text_shape), RECORDS(family_text, classes, class_text_shape),
       RECORDS(family_text, senders, sender_text_shape), NUMBER(family_text, entry_count),
       NUMBER(family_text, pair_count));
const struct shape family_text_shape = { "family_text", family_text_fields };

SHAPE(answer_text, TEXT(answer_text, id), TEXT(answer_text, question), TEXT(answer_text, answer),
      TEXT(answer_text, value));

SHAPE(fact_text, TEXT(fact_text, label), HTML(fact_text, html));

SHAPE(sense_text, TEXT(sense_text, label), RECORDS(sense_text, replies, reply_text_shape));

FIELDS(entry_text, TEXT(entry_text, code), TEXT(entry_text, slug), URL(entry_text, href), TEXT(entry_text, title),
       TEXT(entry_text, summary), TEXT(entry_text, lang), TEXT(entry_text, dir), TEXT(entry_text, kind),
       TEXT(entry_text, kind_label), TEXT(entry_text, class_id), TEXT(entry_text, class_label), TEXT(entry_text, tone),
       TEXT(entry_text, changed_on), TEXT(entry_text, changed_what), FLAG(entry_text, is_code),
       FLAG(entry_text, translated), TEXTS(entry_text, keywords), RECORDS(entry_text, answers, answer_text_shape),
       RECORDS(entry_text, top_sections, section_text_shape), RECORDS(entry_text, sections, section_text_shape),
       RECORDS(entry_text, facts, fact_text_shape), RECORDS(entry_text, senses, sense_text_shape));
const struct shape entry_text_shape = { "entry_text", entry_text_fields };

FIELDS(note_text, HTML(note_text, verdict), TEXT(note_text, lang), TEXT(note_text, dir),
       RECORDS(note_text, sections, section_text_shape));
const struct shape note_text_shape = { "note_text", note_text_fields };

SHAPE(pair_link, URL(pair_link, href), TEXT(pair_link, a), TEXT(pair_link, b), TEXT(pair_link, code),
      TEXT(pair_link, title), TEXT(pair_link, lang), TEXT(pair_link, tone));

SHAPE(pair_class, TEXT(pair_class, label), TEXT(pair_class, tone), RECORDS(pair_class, pairs, pair_link_shape));

SHAPE(link_class, TEXT(link_class, label), TEXT(link_class, tone), HTMLS(link_class, links));

SHAPE(difference_view, TEXT(difference_view, label), HTML(difference_view, a), HTML(difference_view, b));

SHAPE(short_view, TEXT(short_view, id), TEXT(short_view, label), RECORD(short_view, a, section_text_shape),
      RECORD(short_view, b, section_text_shape));

SHAPE(sketch_step_view, TEXT(sketch_step_view, label), RECORD(sketch_step_view, first, entry_text_shape),
      RECORD(sketch_step_view, second, entry_text_shape), FLAG(sketch_step_view, in_turn));

SHAPE(sketch_view, RECORDS(sketch_view, steps, sketch_step_view_shape));

SHAPE(pair_view, RECORD(pair_view, a, entry_text_shape), RECORD(pair_view, b, entry_text_shape),
      HTML(pair_view, verdict), URL(pair_view, verdict_original), TEXT(pair_view, verdict_lang),
      TEXT(pair_view, verdict_dir), HTML(pair_view, session), RECORDS(pair_view, sketch, sketch_view_shape),
      HTML(pair_view, choice), HTML(pair_view, sender), RECORDS(pair_view, differences, difference_view_shape),
      RECORDS(pair_view, equal, fact_text_shape), HTMLS(pair_view, sentences),
      RECORDS(pair_view, shorts, short_view_shape), RECORD(pair_view, note, note_text_shape), HTMLS(pair_view, nearby));

SHAPE(work_part, TEXT(work_part, kind), TEXT(work_part, label), TEXT(work_part, state), URL(work_part, href));

SHAPE(work_text, TEXT(work_text, kind), TEXT(work_text, code), TEXT(work_text, other), TEXT(work_text, title),
      TEXT(work_text, lang), TEXT(work_text, dir), TEXT(work_text, tone), TEXT(work_text, other_tone),
      URL(work_text, href), TEXT(work_text, state), RECORDS(work_text, parts, work_part_shape),
      NUMBER(work_text, words), NUMBER(work_text, pages), URL(work_text, edit), URL(work_text, create));

SHAPE(work_family, TEXT(work_family, name), URL(work_family, href), NUMBER(work_family, text_count),
      NUMBER(work_family, done), NUMBER(work_family, words), RECORDS(work_family, texts, work_text_shape));

SHAPE(work_view, RECORDS(work_view, families, work_family_shape), NUMBER(work_view, text_count),
      NUMBER(work_view, done), NUMBER(work_view, words), NUMBER(work_view, message_count), NUMBER(work_view, messages),
      URL(work_view, catalogue), FLAG(work_view, complete));

static const struct field page_fields[] = {
	RECORD(page_view, site, site_view_shape),
	RECORD(page_view, locale, locale_shape),
	TEXT(page_view, kind),
	URL(page_view, root),
	URL(page_view, home),
	URL(page_view, offline),
	URL(page_view, css),
	URL(page_view, icon),
	URL(page_view, lookup),
	URL(page_view, lookup_css),
	URL(page_view, lookup_script),
	URL(page_view, lookup_data),
	URL(page_view, script),
	URL(page_view, search),
	TEXT(page_view, policy),
	HTML(page_view, boot),
	URL(page_view, canonical),
	URL(page_view, feed),
	URL(page_view, base),
	URL(page_view, edit),
	URL(page_view, translate),
	FLAG(page_view, is_translation),
	URL(page_view, translations),
	RECORD(page_view, work, work_view_shape),
	RECORD(page_view, original, alternate_view_shape),
	FLAG(page_view, indexable),
	RECORDS(page_view, alternates, alternate_view_shape),
	RECORDS(page_view, families, family_text_shape),
	RECORD(page_view, family, family_text_shape),
	RECORD(page_view, sender, sender_text_shape),
	RECORD(page_view, entry, entry_text_shape),
	RECORD(page_view, previous, entry_link_shape),
	RECORD(page_view, next, entry_link_shape),
	RECORDS(page_view, near, pair_class_shape),
	RECORDS(page_view, same_step, pair_link_shape),
	RECORDS(page_view, pair_classes, link_class_shape),
	RECORD(page_view, pair, pair_view_shape),
	END,
};

const struct shape page_shape = { "page", page_fields };

static const struct field link_fields[] = { RECORD(link_view, pair, pair_link_shape), END };

const struct shape link_shape = { "link", link_fields };
