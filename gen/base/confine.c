/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/* The C library has no names for these calls: landlock_create_ruleset(2) and its neighbours. */
#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Landlock's second version can let a file be linked and renamed from one folder to another; publishing needs that. */
#define OLDEST_ABI 2

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITE                                                                                                          \
	(READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |       \
	 LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REFER)
#define ALL                                                                                                            \
	(WRITE | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK |            \
	 LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

#if defined(__SANITIZE_ADDRESS__)
#define EXEMPT true
#else
#define EXEMPT false
#endif

static bool is_possible(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) >= OLDEST_ABI;
}

static bool allow(int ruleset, const struct confined_folder *folder)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = folder->writable ? WRITE : READ };

	do
		rule.parent_fd = open(folder->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	while (rule.parent_fd < 0 && errno == EINTR);
	if (rule.parent_fd < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
	bool done = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	close(rule.parent_fd);
	return done;
}

bool confine(const struct confined_folder *folders, size_t count)
{
	struct landlock_ruleset_attr handled = { .handled_access_fs = ALL };

	if (EXEMPT || !is_possible())
		return EXEMPT;
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);
	if (ruleset < 0)
		return false;
	bool done = true;
	for (size_t i = 0; done && i < count; i++)
		done = allow(ruleset, &folders[i]);
	done = done && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	close(ruleset);
	return done;
}
