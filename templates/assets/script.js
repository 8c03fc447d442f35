/* SPDX-FileCopyrightText: The Statusbook authors
 * SPDX-License-Identifier: MIT */
/*
 * What pages can do beyond being read: search, comparing with any other code, keys, colours, copying. Every page is
 * complete without it. Texts come from the page, in its language, as data of this script's element in script.html; the
 * index comes from a script of its own when it is first needed (gen/stages/resolve_search.c tells what is in it), because a
 * page from the disk may load scripts and nothing else.
 */
(function () {
	"use strict";

	const root = document.documentElement;
	const say = document.currentScript.dataset;
	const home = new URL(say.home, location.href);
	const LETTER = /[\p{L}\p{N}]/u;
	const MOST = 6; /* results of a kind but codes, of which there may be as many more */

	/* Small helpers */

	const find = (selector) => document.querySelector(selector);

	function make(tag, attributes, ...content) {
		const element = document.createElement(tag);
		for (const name in attributes) element.setAttribute(name, attributes[name]);
		element.append(...content);
		return element;
	}

	function button(attributes, act, ...content) {
		const element = make("button", { type: "button", ...attributes }, ...content);
		element.addEventListener("click", act);
		return element;
	}

	/* Storage may be denied, from the disk above all: then nothing is remembered. */
	function remember(name, value) {
		try {
			localStorage.setItem("statusbook." + name, value);
		} catch (denied) {}
	}

	function remembered(name) {
		try {
			return localStorage.getItem("statusbook." + name);
		} catch (denied) {
			return null;
		}
	}

	const status = make("p", { class: "aside", role: "status" });

	function announce(text) {
		status.textContent = "";
		setTimeout(() => (status.textContent = text), 50); /* the same text twice is a change, too */
	}

	/* Folding: ä, ae and a are the same, and ß and ss. Both sides of every comparison are folded. */

	const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/ß/g, "ss");
	const fold = (text) => plain(text).replace(/([aou])e+/g, "$1");

	/* The folded text, and for each of its letters the place in the text that it came from. */
	function foldInPlace(text) {
		const places = [];
		let folded = "";
		for (let i = 0; i < text.length; i++) {
			const letters = text[i] < "\x7f" ? text[i].toLowerCase() : plain(text[i]);
			if (letters === "e" && /[aou]$/.test(folded)) continue;
			for (let k = 0; k < letters.length; k++) places.push(i);
			folded += letters;
		}
		return { folded, places };
	}

	/*
	 * Where the word stands, or -1. Anywhere inside of others, but one or two letters only at their start, and a number with
	 * points by itself: 5.1.1 is not in 5.1.10.
	 */
	function place(text, word, from) {
		const number = /\.\d+$/.test(word);
		const before = number ? /[\d.]/ : word.length < 3 ? LETTER : undefined;
		for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1))
			if (!before?.test(text[at - 1] ?? "") && !(number && /\d/.test(text[at + word.length] ?? ""))) return at;
		return -1;
	}

	/* The text as nodes, what was searched for in <mark>. */
	function highlight(text, words) {
		const { folded, places } = foldInPlace(text);
		const marked = new Set();
		for (const word of words)
			for (let at = place(folded, word, 0); at >= 0; at = place(folded, word, at + 1))
				for (let i = places[at]; i < (places[at + word.length] ?? text.length); i++) marked.add(i);
		const nodes = [];
		for (let i = 0, end; i < text.length; i = end) {
			for (end = i; end < text.length && marked.has(end) === marked.has(i); ) end++;
			const part = text.slice(i, end);
			nodes.push(marked.has(i) ? make("mark", {}, part) : part);
		}
		return nodes;
	}

	/* The index */

	let codes; /* all of them, once they are there */
	let senders;
	let ignored; /* words that say nothing in a query */
	let loading;

	function prepare(data) {
		codes = [];
		ignored = new Set((data.ignore || []).map(fold));
		senders = data.families.flatMap((family) => (family.senders || []).map(([slug, name]) =>
			({ family, slug, name, folded: fold(name) })));
		for (const family of data.families)
			family.codes.forEach((code, position) => {
				code.family = family;
				code.position = position;
				code.keys = (code.words || []).map((text) => ({ text, folded: fold(text) }));
				code.fields = [code.code, code.title, (code.names || []).join(" "), ` · ${(code.words || []).join(" · ")} · `,
					code.summary].map(fold);
				code.replies = (code.replies || []).map(([from, text]) =>
					({ from, text, lang: data.source, folded: fold(from + " " + text) }));
				codes.push(code);
			});
	}

	function load() {
		loading ??= new Promise((done, fail) => {
			window.statusbookIndex = (data) => done(prepare(data));
			const script = make("script", { src: say.index });
			script.onerror = () => {
				loading = undefined; /* the next time it may work */
				fail(new Error(say.index));
			};
			document.head.append(script);
		});
		return loading;
	}

	const pairs = (a, b) => a !== b && a.family === b.family &&
		(!a.only || a.only.includes(b.position)) && (!b.only || b.only.includes(a.position));

	const address = (family, name) => new URL(`${family.slug}/${name}.html`, home).href;

	const inOrder = (one, other) => (one.position < other.position ? [one, other] : [other, one]);

	function pairAddress(one, other) {
		const [a, b] = inOrder(one, other);
		return address(a.family, `${a.slug}-vs-${b.slug}`);
	}

	/* The code of that name in the family of this page; "a-vs-b" names two. */
	function here() {
		const [family, file] = location.pathname.split("/").slice(-2);
		return file.replace(/\.html$/, "").split("-vs-").map((slug) =>
			codes.find((code) => code.slug === slug && code.family.slug === family));
	}

	/* Searching */

	/* The words of a query; "550-5.1.1" and "235-vs-550" are several, unless there is such a code. */
	function split(query) {
		const words = fold(query).split(/[\s/,;|]+/)
			.flatMap((word) => codes.some((code) => code.fields[0] === word) ? word : word.split(/(?<=\d)-|-(?=\d)/))
			.map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""))
			.filter(Boolean);
		const telling = words.filter((word) => !ignored.has(word));
		return telling.length > 0 ? telling : words;
	}

	const WORTH = [40, 8, 6, 5, 2]; /* of code.fields; a reply is worth 1 */

	/* What a word is worth in a code: more at the start of a word. */
	function worth(code, word) {
		let best = 0;
		code.fields.forEach((field, i) => {
			const at = place(field, word, 0);
			if (at < 0) return;
			const starts = !LETTER.test(field[at - 1] ?? "");
			best = Math.max(best, WORTH[i] + (starts ? 3 : 0));
		});
		return best || (code.replies.some((reply) => place(reply.folded, word, 0) >= 0) ? 1 : 0);
	}

	/* What all of them are worth together: most with the number itself, then as a whole keyword, then side by side. */
	function value(code, words) {
		const phrase = words.join(" ");
		let sum = code.only ? -15 : 0; /* numbers that are no codes come after those that are */
		if (words.includes(code.fields[0])) sum += 200;
		if (code.fields[3].includes(` · ${phrase} · `)) return sum + 100;
		if (words.length > 1 && code.fields.some((field) => field.includes(phrase))) return sum + 60;
		return words.reduce((all, word) => all + worth(code, word), sum);
	}

	/* The best first. All words have to be there; where no code has them all, those with the most of them. */
	function searchCodes(words, among) {
		const hits = new Map(among.map((code) => [code, words.filter((word) => worth(code, word)).length]));
		const most = Math.max(0, ...hits.values());
		const found = most === 0 ? [] : among.filter((code) => hits.get(code) === most);
		const values = new Map(found.map((code) => [code, value(code, words)]));
		return { whole: most === words.length, codes: found.sort((a, b) => values.get(b) - values.get(a)) };
	}

	/* Comparisons that the query names: of a number and another, which may not be complete yet; else the nearest. */
	function searchPairs(words) {
		const named = words.flatMap((word) => codes.filter((code) => code.fields[0] === word));
		const found = new Map(); /* by address: from either side it is one */
		const add = (one, other) => pairs(one, other) && found.set(pairAddress(one, other), inOrder(one, other));
		for (const one of named)
			for (const word of words)
				for (const other of codes) if (other.fields[0].startsWith(word)) add(one, other);
		const asked = found.size > 0;
		for (const one of asked ? [] : named) one.near.forEach((position) => add(one, one.family.codes[position]));
		return { asked, found: [...found] };
	}

	function searchReplies(words) {
		return codes.flatMap((code) => code.replies.map((reply) => ({ code, reply })))
			.filter(({ reply }) => words.every((word) => place(reply.folded, word, 0) >= 0));
	}

	/* Results */

	const plate = (code) => make("b", { class: `plate ${code.tone}` }, code.code);
	const inLanguage = (lang) => (lang ? { lang } : {});

	function option(href, ...content) {
		return make("a", { role: "option", href, tabindex: -1, "aria-selected": false }, ...content);
	}

	/* With the keyword by which it was found, if it was one. */
	function codeOption(code, href, words) {
		const hits = ({ folded }) => words.filter((word) => place(folded, word, 0) >= 0).length;
		const title = { text: code.title, folded: code.fields[1] };
		const best = code.keys.reduce((one, other) => (hits(other) > hits(one) ? other : one), title);
		const why = best === title ? [] : [" · ", ...highlight(best.text, words)];
		return option(href, plate(code), " ",
			make("span", inLanguage(code.lang), ...highlight(code.title, words), " ",
				make("small", {}, code.class ?? "", ...why)));
	}

	const pairOption = ([href, [a, b]]) => option(href, plate(a), ` ${say.or} `, plate(b));

	function replyOption({ code, reply }, words) {
		return option(`${address(code.family, code.slug)}#replies`, plate(code), " ",
			make("span", {}, ...highlight(reply.from, words), " ",
				make("code", { lang: reply.lang }, ...highlight(reply.text, words))));
	}

	const searchSenders = (words) => senders.filter((sender) => words.every((word) => place(sender.folded, word, 0) >= 0));

	const senderOption = (sender, words) => option(address(sender.family, `from-${sender.slug}`),
		make("b", {}, ...highlight(sender.name, words)));

	/* [name of the group, its options]: comparisons first where two codes were asked for, else last. */
	function search(query) {
		const words = split(query);
		if (words.length === 0) return { whole: true, groups: [] };
		const byWords = searchCodes(words, codes);
		const exact = codes.filter((code) => words.includes(code.fields[0]));
		const shown = exact.length > 0 && !byWords.whole ? exact : byWords.codes;
		const byPairs = searchPairs(words);
		const groups = [
			[say.codes, shown.slice(0, 2 * MOST).map((code) => codeOption(code, address(code.family, code.slug), words))],
			[say.replies, searchReplies(words).slice(0, MOST).map((found) => replyOption(found, words))],
		];
		groups.splice(byPairs.asked ? 0 : 2, 0, [say.pairs, byPairs.found.slice(0, byPairs.asked ? MOST : 2).map(pairOption)]);
		groups.unshift([say.who, searchSenders(words).map((sender) => senderOption(sender, words))]);
		return { whole: byWords.whole || exact.length > 0, groups: groups.filter(([, options]) => options.length > 0) };
	}

	/* Codes that can be compared with that one: the nearest first, then all others. */
	function searchPartners(code, query) {
		const words = split(query);
		const near = code.near.map((position) => code.family.codes[position]);
		const all = [...new Set([...near, ...code.family.codes])].filter((other) => pairs(code, other));
		const found = words.length > 0 ? searchCodes(words, all) : { whole: true, codes: all };
		const options = found.codes.map((other) => codeOption(other, pairAddress(code, other), words));
		return { whole: found.whole, groups: options.length > 0 ? [[say.codes, options]] : [] };
	}

	/* The dialog of search and picker: a combobox whose list is always open */

	const list = make("div", { id: "found", role: "listbox", "aria-label": say.found });
	const count = make("p", { role: "status" });
	const input = make("input", { id: "query", type: "text", role: "combobox", "aria-controls": "found",
		"aria-expanded": false, "aria-autocomplete": "list", autocomplete: "off", autocapitalize: "off", spellcheck: false,
		enterkeyhint: "go" });
	const label = make("label", { for: "query" });
	let partnerOf; /* gives the code to compare with; undefined: search everything */
	let options = [];
	let active = -1;

	function activate(which) {
		options[active]?.setAttribute("aria-selected", false);
		active = options.length > 0 ? (which + options.length) % options.length : -1;
		if (active < 0) return input.removeAttribute("aria-activedescendant");
		options[active].setAttribute("aria-selected", true);
		input.setAttribute("aria-activedescendant", options[active].id);
	}

	function show({ whole, groups }) {
		list.replaceChildren(...groups.map(([name, found], i) =>
			make("div", { role: "group", "aria-labelledby": `group-${i}` },
				make("p", { id: `group-${i}`, role: "presentation" }, name), ...found)));
		options = [...list.querySelectorAll("a")];
		options.forEach((one, i) => (one.id = `option-${i}`));
		input.setAttribute("aria-expanded", options.length > 0);
		const number = `${say.found}: ${options.length}`;
		count.textContent = input.value.trim() === "" ? "" : options.length === 0 ? say.nothing
			: whole ? number : `${say.closest} ${number}`;
		active = -1;
		activate(0);
		requestAnimationFrame(() => (list.scrollTop = 0)); /* not now: the list would be laid out twice */
	}

	function update() {
		if (!codes) return;
		const code = partnerOf?.();
		show(code ? searchPartners(code, input.value) : search(input.value));
	}

	function onKey(event) {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (event.isComposing || (!step && event.key !== "Enter")) return;
		event.preventDefault();
		if (!step) return options[active]?.click();
		activate(active + step);
		options[active]?.scrollIntoView({ block: "nearest" });
	}

	/* Closed by Escape, its button, and a click beside it; by a link in it too, so that it is not open on the way back. */
	function dialog(attributes, ...content) {
		const element = make("dialog", { closedby: "any", ...attributes }, ...content,
			button({ class: "close", "aria-label": say.close }, () => element.close(), "×"));
		element.addEventListener("click", (event) => event.target.closest("a") && element.close());
		return element;
	}

	const searchDialog = dialog({ class: "search", "aria-label": say.found }, label, input, count, list);

	function open(title, partner) {
		partnerOf = partner;
		label.textContent = title;
		searchDialog.setAttribute("aria-label", title);
		input.placeholder = partner ? "" : say.hint;
		if (partner) input.value = "";
		searchDialog.showModal();
		input.select();
		load().then(update, () => (count.textContent = say.failed));
	}

	const openSearch = () => open(say.search);

	/* What leads to the comparisons of a code, in a page of one or two codes: by its text and the position of its code. */
	const pickers = [...document.querySelectorAll(
		".code-page #compare, .pair-page nav a[href$='#compare']")];

	const openPicker = (which) => open(pickers[which].textContent, () => here()[which]);

	function addPickers() {
		if (find(".code-page")) pickers[0]?.after(button({ class: "field" }, () => openPicker(0), say.compare));
		else
			pickers.forEach((link, i) => link.addEventListener("click", (event) => {
				if (event.ctrlKey || event.metaKey || event.shiftKey) return; /* a new tab or window, as of any link */
				event.preventDefault();
				openPicker(i);
			}));
		/* each side of a pair can be changed: what stays is the other one */
		if (pickers.length === 2)
			document.querySelectorAll(".key > li").forEach((side, i) => {
				const name = pickers[1 - i].textContent;
				side.append(button({ class: "change", "aria-label": name, title: name }, () => openPicker(1 - i)));
			});
	}

	/* Keys. Single ones can be turned off, and never work where somebody types (WCAG 2.2, 2.1.4). */

	const keys = {
		"/": openSearch,
		"?": () => openHelp(),
		n: () => find("a[rel=next]")?.click(),
		p: () => find("a[rel=prev]")?.click(),
		c: () => pickers[0] && openPicker(0),
	};

	function makeHelp() {
		const rows = [["/", say.search], ["n", say.next], ["p", say.previous], ["c", say.compare], ["?", say.help]];
		const box = make("input", { type: "checkbox" });
		box.checked = root.dataset.keys !== "off";
		box.addEventListener("change", () => {
			root.dataset.keys = box.checked ? "on" : "off";
			remember("keys", root.dataset.keys);
		});
		return dialog({ class: "help", "aria-labelledby": "help" },
			make("h2", { id: "help" }, say.help),
			make("dl", {}, ...rows.map(([key, text]) =>
				make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, text)))),
			make("label", {}, box, " ", say.single));
	}

	let help;

	function openHelp() {
		if (!help) document.body.append((help = makeHelp()));
		help.showModal();
	}

	function listenToKeys() {
		root.dataset.keys = remembered("keys") === "off" ? "off" : "on";
		document.addEventListener("keydown", (event) => {
			const taken = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented ||
				event.target.closest("input, textarea, select, [contenteditable], dialog");
			if (taken || root.dataset.keys === "off" || !Object.hasOwn(keys, event.key)) return;
			event.preventDefault();
			keys[event.key]();
		});
	}

	/* Colours: the system's, light, dark */

	function setUpTheme() {
		const control = find("[data-do=theme]");
		const themes = ["auto", "light", "dark"];
		const now = () => root.dataset.theme ?? "auto";
		const name = () => {
			control.setAttribute("aria-label", control.dataset[now()]);
			control.title = control.dataset[now()];
		};
		control.addEventListener("click", () => {
			const next = themes[(themes.indexOf(now()) + 1) % themes.length];
			if (next === "auto") delete root.dataset.theme;
			else root.dataset.theme = next;
			remember("theme", next);
			name();
			announce(control.dataset[next]);
		});
		name();
	}

	/* Copying */

	/* Where there is no clipboard (pages that came without encryption), a selection can still be copied. */
	async function copy(text) {
		try {
			await navigator.clipboard.writeText(text);
			return true;
		} catch (none) {
			const focused = document.activeElement;
			const area = make("textarea", { class: "aside" }, text);
			document.body.append(area);
			area.select();
			const copied = document.execCommand("copy");
			area.remove();
			focused.focus();
			return copied;
		}
	}

	function copyButton(text, name) {
		const element = button({ class: "copy" }, async () => {
			if (!(await copy(text))) return;
			element.textContent = say.copied;
			announce(say.copied);
			setTimeout(() => (element.textContent = name), 2000);
		}, name);
		return element;
	}

	function addCopyButtons() {
		if (!navigator.clipboard && !document.queryCommandSupported("copy")) return;
		for (const block of document.querySelectorAll("pre > .language-sh"))
			block.after(copyButton(block.textContent.trimEnd(), say.copy));
		const code = find(".code-page h1 .plate")?.textContent;
		if (code) find(".code-page > header").append(copyButton(code, say.copying.replace("{code}", code)));
	}

	/* Ways from page to page */

	/* Ids are the same in every language: the section stays when the language changes. */
	function keepSection() {
		for (const link of document.querySelectorAll(".languages a")) link.hash = location.hash;
	}

	/* Hosts that only know files cannot tell that 550-vs-235 is 235-vs-550: the page for unknown addresses can. */
	function swapPair() {
		const base = new URL("..", home).pathname;
		const parts = /^([^/]+)\/([^/]+)\/(.+?)-vs-(.+?)(\.html)?$/.exec(location.pathname.slice(base.length));
		if (!find(".missing-page") || !parts) return;
		load().then(() => {
			const [b, a] = here();
			if (a && b && a.position < b.position && pairs(a, b))
				location.replace(`${base}${parts[1]}/${parts[2]}/${a.slug}-vs-${b.slug}${parts[5] ?? ""}${location.hash}`);
		});
	}

	document.body.append(status, searchDialog);
	for (const control of document.querySelectorAll("[data-do=search]")) control.addEventListener("click", openSearch);
	find("[data-do=help]").addEventListener("click", openHelp);
	input.addEventListener("input", update);
	input.addEventListener("keydown", onKey);
	window.addEventListener("hashchange", keepSection);
	setUpTheme();
	listenToKeys();
	addCopyButtons();
	addPickers();
	keepSection();
	swapPair();
})();
