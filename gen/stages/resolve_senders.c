/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The pages of software and providers: all that each is known to send, gathered from the replies of all entries. */
#include "model/page.h"
#include "stages/resolve_parts.h"

static struct value_list replies_of(struct resolve *resolve, const struct entry *entry, const struct sender *sender,
				    const struct locale *locale)
{
	size_t count = 0;

	for (size_t i = 0; i < entry->reply_count; i++)
		count += entry->replies[i].sender == sender;
	if (count == 0)
		return (struct value_list){ NULL, 0, 0 };
	struct reply_text *replies = arena_array(resolve->arena, count, struct reply_text);
	count = 0;
	for (size_t i = 0; i < entry->reply_count; i++)
		if (entry->replies[i].sender == sender)
			replies[count++] = entry->texts[locale->index].replies[i];
	return value_list(replies, count);
}

static void make_codes(struct resolve *resolve, const struct family *family, const struct sender *sender,
		       const struct locale *locale, struct sender_text *text)
{
	struct {
		struct sender_code *items;
		size_t count;
		size_t capacity;
	} codes = { 0 };

	for (size_t i = 0; i < family->entries.count; i++) {
		const struct entry *entry = &family->entries.items[i];
		const struct entry_text *about = &entry->texts[locale->index];
		struct value_list replies = replies_of(resolve, entry, sender, locale);
		if (replies.count == 0)
			continue;
		*array_add(resolve->arena, &codes) = (struct sender_code){
			about->href, about->code, about->title, about->lang, about->tone, replies,
		};
		text->reply_count += replies.count;
	}
	text->codes = value_list(codes.items, codes.count);
}

void resolve_senders(struct resolve *resolve, const struct family *family, const struct locale *locale,
		     struct family_text *family_text)
{
	struct sender_text *texts = arena_array(resolve->arena, family->senders.count, struct sender_text);
	struct sender_text *listed = arena_array(resolve->arena, family->senders.count, struct sender_text);
	size_t count = 0;

	for (size_t i = 0; i < family->senders.count; i++) {
		const struct sender *sender = &family->senders.items[i];
		texts[i] = (struct sender_text){
			.slug = sender->slug,
			.name = sender->name,
			.about = label_in(&sender->about, locale),
			.href = sender_href(resolve->arena, sender),
		};
		if (!label_is_translated(&sender->about, locale))
			texts[i].lang = locale->source->id;
		make_codes(resolve, family, sender, locale, &texts[i]);
		if (texts[i].reply_count > 0)
			listed[count++] = texts[i];
	}
	family_text->sender_texts = texts;
	family_text->senders = value_list(listed, count);
}
