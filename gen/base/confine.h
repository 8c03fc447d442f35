/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * A second wall around the program, made of Landlock where the kernel has it (Linux 5.19 and later, where it is switched
 * on): whatever a mistake in reading hostile content leads to, files outside of the named folders can be neither
 * read nor written any more.
 */
#ifndef STATUSBOOK_BASE_CONFINE_H
#define STATUSBOOK_BASE_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

struct confined_folder {
	const char *path; /* what is not there is passed over */
	bool writable;
};

/*
 * From here on the thread and all that it starts can open only what lies in these folders. What is open stays open; there
 * is no way back. False if the kernel cannot do it: nothing has changed then. A program built with AddressSanitizer has to
 * read /proc when it ends, and is left alone.
 */
bool confine(const struct confined_folder *folders, size_t count);

#endif
