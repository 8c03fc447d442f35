/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * Stands inside of every page and runs before anything is painted: shows the controls that need script, and puts on the
 * colours that the reader chose, so that nothing flashes or moves. The policy of the pages admits it by its hash
 * (gen/stages/resolve_policy.c). Storage may be denied; then the system's colours it is.
 */
(function (root) {
	"use strict";
	root.dataset.script = "";
	try {
		var theme = localStorage.getItem("statusbook.theme");
		if (theme === "light" || theme === "dark") root.dataset.theme = theme;
	} catch (denied) {}
})(document.documentElement);
