/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The dynamic linker's list of what is loaded. Notes are as in elf(5): two lengths, a type, then name and contents. */
#include "base/program.h"

#include <elf.h>
#include <link.h>

#define VDSO "linux-vdso.so.1" /* the kernel's; nothing that it does shows in pages */

static size_t padded(size_t len)
{
	return (len + 3) & ~(size_t)3;
}

/* Adds the build id of the object, if it is in these notes. */
static void add_build_id(struct hasher *hasher, const char *notes, size_t len)
{
	ElfW(Nhdr) note;

	while (len > sizeof(note)) {
		memcpy(&note, notes, sizeof(note));
		size_t name = padded(note.n_namesz), contents = padded(note.n_descsz);
		if (name > len - sizeof(note) || contents > len - sizeof(note) - name)
			return;
		if (note.n_type == NT_GNU_BUILD_ID)
			hasher_add_text(hasher, (struct str){ notes + sizeof(note) + name, note.n_descsz });
		notes += sizeof(note) + name + contents;
		len -= sizeof(note) + name + contents;
	}
}

static int add_object(struct dl_phdr_info *info, size_t size, void *context)
{
	(void)size;
	if (info->dlpi_name && strcmp(info->dlpi_name, VDSO) == 0)
		return 0;
	for (size_t i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_NOTE)
			add_build_id(context, (const char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr),
				     info->dlpi_phdr[i].p_memsz);
	return 0;
}

struct hash128 program_hash(void)
{
	struct hasher *hasher = hasher_new();

	hasher_add_text(hasher, STR(STATUSBOOK_VERSION));
	dl_iterate_phdr(add_object, hasher);
	return hasher_end(hasher);
}
