/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* Walking records by their shapes. Shapes are constant tables that do not contain themselves, so this ends. */
#include "template/value.h"

static void hash_list(struct hasher *hasher, const struct field *field, const struct value_list *list)
{
	hasher_add_size(hasher, list->count);
	for (size_t i = 0; i < list->count; i++) {
		const char *element = (const char *)list->items + i * list->stride;
		if (field->element_type == VALUE_RECORD)
			value_hash(hasher, field->shape, element);
		else
			hasher_add_text(hasher, *(const struct str *)element);
	}
}

void value_hash(struct hasher *hasher, const struct shape *shape, const void *record)
{
	hasher_add_size(hasher, record != NULL);
	for (const struct field *field = shape->fields; record && field->name; field++) {
		const void *member = (const char *)record + field->offset;
		switch (field->type) {
		case VALUE_NUMBER:
			hasher_add_size(hasher, *(const size_t *)member);
			break;
		case VALUE_FLAG:
			hasher_add_size(hasher, *(const bool *)member);
			break;
		case VALUE_RECORD:
			value_hash(hasher, field->shape, *(const void *const *)member);
			break;
		case VALUE_LIST:
			hash_list(hasher, field, member);
			break;
		case VALUE_TEXT:
		case VALUE_URL:
		case VALUE_HTML:
		case VALUE_JSON:
			hasher_add_text(hasher, *(const struct str *)member);
			break;
		}
	}
}
