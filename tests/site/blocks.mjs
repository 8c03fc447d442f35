// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * The text of a page as its readers meet it: in blocks (a paragraph, an item, a cell, a heading), each a run of text that
 * no block boundary interrupts. Small print (<small>) is a block too, and so is text that only assistive technology meets.
 */
import { attr, squeeze } from "./site.mjs";

const INLINE = new Set(("a abbr b bdi bdo button cite code data del dfn em i img input ins kbd label mark q s samp select " +
  "span strong sub sup time u var wbr").split(" "));
const SILENT = new Set(["script", "style", "template"]);
const VERBATIM = new Set(["code", "kbd", "pre", "samp"]);
const SPOKEN = ["alt", "aria-label", "aria-description", "placeholder", "title"];

/* What stands for text that is verbatim or in another language. */
export const FOREIGN = "□";

/*
 * Returns blocks { tag, text, own, nav, table, facts, linked }: `text` is all of it, `own` has FOREIGN for what is
 * verbatim or not in the page's language; `linked` tells that all of it lies in one link.
 */
export function blocksOf(root, pageLang) {
  const blocks = [];
  let open;

  const flush = () => {
    if (open && squeeze(open.text))
      blocks.push({ ...open, text: squeeze(open.text), own: squeeze(open.own), linked: open.links === 1 && !open.loose });
    open = undefined;
  };
  const say = (node, context) => {
    open ??= { tag: context.block, text: "", own: "", nav: context.nav, table: context.table, facts: context.facts,
      links: 0, loose: false };
    open.text += node.value;
    open.own += context.foreign && node.value.trim() ? FOREIGN : node.value;
    if (!context.link && node.value.trim()) open.loose = true;
  };
  const walk = (node, context) => {
    if (node.nodeName === "#text") {
      if (open || node.value.trim()) say(node, context);
      return;
    }
    const tag = node.tagName;
    if (SILENT.has(tag) || attr(node, "hidden") !== undefined) return;
    const lang = attr(node, "lang") ?? context.lang;
    const inside = { ...context, lang, foreign: context.verbatim || VERBATIM.has(tag) || lang !== pageLang,
      verbatim: context.verbatim || VERBATIM.has(tag) };
    if (tag === "br" && open) {
      open.text += " ";
      open.own += " ";
      return;
    }
    if (tag && !inside.foreign)
      for (const name of SPOKEN) {
        const value = attr(node, name);
        if (value) spoken.push({ tag: `${tag} ${name}`, text: squeeze(value), own: squeeze(value), nav: true });
      }
    if (INLINE.has(tag)) {
      if (tag === "a") {
        open ??= { tag: context.block, text: "", own: "", nav: context.nav, table: context.table, facts: context.facts,
          links: 0, loose: false };
        open.links++;
        inside.link = true;
      }
    } else if (tag) {
      flush();
      inside.block = tag;
      inside.nav = context.nav || tag === "nav";
      inside.table = context.table || tag === "table";
      inside.facts = context.facts || (attr(node, "class") ?? "").split(/\s+/).includes("facts");
    }
    for (const child of node.childNodes ?? []) walk(child, inside);
    if (tag && !INLINE.has(tag)) flush();
  };
  const spoken = [];
  walk(root, { lang: pageLang, block: root.tagName, foreign: false, verbatim: false, link: false, nav: false, table: false,
    facts: false });
  flush();
  return [...blocks, ...spoken];
}

/* Sentences, roughly: what is cut wrongly is cut in the same way everywhere. */
export function sentencesOf(text) {
  return text.split(/(?<=[.!?:;]["“”)]?) (?=[\p{Lu}\d„“"(□])/u);
}

export function wordsOf(text) {
  return text.match(/[\p{L}][\p{L}\p{M}’'-]*/gu) ?? [];
}
