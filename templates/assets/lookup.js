// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
//
// The lookup page: finds codes in text that people paste, and explains them. `find` does what gen/formats/fold.c and
// gen/model/lookup*.c do, in the same steps and with the same limits, so that a page and the program give the same answer;
// tests/lookup compares them. It touches nothing but its arguments. What it knows is in lookupData, which the build writes
// (gen/stages/resolve_lookup.c). Below it is the page itself. Nothing is sent anywhere.
"use strict";

var lookup = (function () {
  const LONGEST = 1 << 20; // bytes of UTF-8
  const MOST = 32;
  const LONGEST_TOKEN = 32;
  const MOST_BEFORE = 64;
  const MOST_BEHIND = 32;
  const MOST_BETWEEN = 8;
  const LONGEST_REPLY = 800;
  const LONGEST_QUOTE = 240;
  const MOST_LINES = 40;
  const MOST_COMPARED = 512;
  const SHORT_TEXT = 4;
  const LONGEST_REFERENCE = 10;

  // Folding: see gen/formats/fold.h.
  const FIRST_LETTER = 0xc0;
  const LETTERS = "aaaaaaaceeeeiiiidnooooo?ouuuuypsaaaaaaaceeeeiiiidnooooo?ouuuuypy" +
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnn" +
    "oooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
  const RANGES = [[0x09, 0x09, " "], [0x60, 0x60, "'"], [0xa0, 0xa0, " "], [0xab, 0xab, "\""], [0xad, 0xad, ""],
    [0xb4, 0xb4, "'"], [0xbb, 0xbb, "\""], [0x2000, 0x200a, " "], [0x200b, 0x200f, ""], [0x2010, 0x2015, "-"],
    [0x2018, 0x201b, "'"], [0x201c, 0x201f, "\""], [0x202a, 0x202e, ""], [0x202f, 0x202f, " "], [0x2032, 0x2032, "'"],
    [0x2033, 0x2033, "\""], [0x2039, 0x203a, "'"], [0x205f, 0x205f, " "], [0x2060, 0x2069, ""], [0x2212, 0x2212, "-"],
    [0x3000, 0x3000, " "], [0xfeff, 0xfeff, ""]];
  const NAMES = { lt: 0x3c, gt: 0x3e, amp: 0x26, quot: 0x22, apos: 0x27, nbsp: 0xa0, auml: 0xe4, ouml: 0xf6, uuml: 0xfc,
    Auml: 0xc4, Ouml: 0xd6, Uuml: 0xdc, szlig: 0xdf };
  const OTHER = "\u0001";

  function foldPoint(point) {
    for (const [first, last, into] of RANGES) if (point >= first && point <= last) return into;
    if (point >= 0x41 && point <= 0x5a) return String.fromCharCode(point | 0x20);
    if (point === 0x0a || (point >= 0x20 && point < 0x7f)) return String.fromCharCode(point);
    const letter = LETTERS[point - FIRST_LETTER];
    return letter && letter !== "?" ? letter : OTHER;
  }

  const PLAIN = Array.from({ length: 256 }, (_, point) => foldPoint(point));

  // The character reference at `at`: [point, length], or undefined.
  function readReference(text, at) {
    const near = text.slice(at, at + LONGEST_REFERENCE);
    const found = /^&(?:([A-Za-z]+)|#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,7}));/.exec(near);
    if (!found) return undefined;
    if (found[1]) return Object.hasOwn(NAMES, found[1]) ? [NAMES[found[1]], found[0].length] : undefined;
    const point = found[2] ? parseInt(found[2], 10) : parseInt(found[3], 16);
    return [point <= 0x10ffff ? point : 0, found[0].length];
  }

  function fold(text) {
    const characters = new Array(text.length);
    const at = new Uint32Array(text.length + 1);
    let length = 0, line = 0, blank = true, other = false, i = 0;
    while (i < text.length) {
      const start = i;
      let point = text.charCodeAt(i);
      const reference = point === 0x26 ? readReference(text, i) : undefined;
      if (reference) {
        point = reference[0];
        i += reference[1];
      } else {
        if (point > 0xff) point = text.codePointAt(i);
        i += point > 0xffff ? 2 : 1;
      }
      if (point === 0x0d) {
        if (text.charCodeAt(i) === 0x0a) i++;
        point = 0x0a;
      }
      const c = point < 256 ? PLAIN[point] : foldPoint(point);
      if (c === "" || (c === OTHER && other)) continue;
      other = c === OTHER;
      if (c === ">" && blank) {
        length = line;
        continue;
      }
      at[length] = start;
      characters[length++] = other ? "?" : c;
      blank = c === "\n" || (blank && c === " ");
      if (c === "\n") line = length;
    }
    at[length] = text.length;
    characters.length = length;
    return { text: characters.join(""), at };
  }

  // The first bytes of UTF-8, if there are too many; never half a character.
  function cut(text) {
    if (text.length * 3 <= LONGEST) return text;
    const bytes = new TextEncoder().encode(text);
    return bytes.length <= LONGEST ? text : new TextDecoder().decode(bytes.subarray(0, LONGEST));
  }

  // What the build wrote, made ready once.
  function prepare(family) {
    const regex = (source) => (source ? new RegExp(source) : null);
    const places = (list) => list.map(([before, behind]) =>
      ({ before: regex(before), behind: regex(behind), fromStart: before.startsWith("^") }));
    const codes = new Map();
    for (const entry of family.entries) {
      entry.family = family;
      const code = fold(entry.code).text;
      if (!codes.has(code)) codes.set(code, entry);
    }
    return { ...family, codes, joint: family.joint ? new RegExp(`^(?:${family.joint})$`) : null,
      detail: family.detail ? new RegExp(`^(?:${family.detail})$`) : null, goesOn: family.goesOn ?? "",
      places: places(family.places), detailPlaces: places(family.detailPlaces), skip: places(family.skip) };
  }

  const isDigit = (c) => c >= "0" && c <= "9";
  const isAlnum = (c) => (c >= "a" && c <= "z") || (c >= "0" && c <= "9");
  const charAt = (text, i) => (i >= 0 && i < text.length ? text[i] : "\n");

  function tokenAt(text, start) {
    let end = start;
    while (isAlnum(charAt(text, end)) || (charAt(text, end) === "." && end > start && isAlnum(text[end - 1]) &&
      isAlnum(charAt(text, end + 1)))) end++;
    return text.slice(start, end);
  }

  const isDetail = (family, token) => family.detail !== null && token.length <= LONGEST_TOKEN && family.detail.test(token);

  function isCutOut(text, start, end) {
    const behind = charAt(text, end);
    if ("-_/@+.\\%$&".includes(charAt(text, start - 1)) || "_/@+\\%$&".includes(behind)) return true;
    let i = end + 1;
    if (!"-:,".includes(behind) || !isDigit(charAt(text, i))) return false;
    while (isDigit(charAt(text, i))) i++;
    return !isAlnum(charAt(text, i));
  }

  // Looks no further than it has to: lines can be a megabyte long.
  function restOfLine(text, start, most) {
    const near = text.slice(start, start + most), newline = near.indexOf("\n");
    return newline < 0 ? near : near.slice(0, newline);
  }

  // What patterns see: a line with a blank around it.
  function viewOf(text, line, start, end) {
    const fromStart = start - line <= MOST_BEFORE;
    const before = fromStart ? ` ${text.slice(line, start)}` : text.slice(start - MOST_BEFORE, start);
    const rest = restOfLine(text, end, MOST_BEHIND + 1);
    const behind = rest.length <= MOST_BEHIND ? `${rest} ` : rest.slice(0, MOST_BEHIND);
    return { before, behind, fromStart };
  }

  function fitsPlace(places, view) {
    return places.some(({ before, behind, fromStart }) => (!fromStart || view.fromStart) &&
      (!before || before.test(view.before)) && (!behind || behind.test(view.behind)));
  }

  // Where the detail begins that belongs to a code which ends there; -1 without one.
  function detailBehind(family, text, end) {
    for (let length = 1; length < MOST_BETWEEN && family.joint; length++) {
      if (!isAlnum(charAt(text, end + length)) || isAlnum(text[end + length - 1])) continue;
      if (isDetail(family, tokenAt(text, end + length)))
        return family.joint.test(text.slice(end, end + length).replaceAll("\n", " ")) ? end + length : -1;
    }
    return -1;
  }

  function findHits(family, text) {
    const hits = [];
    let line = 0, i = 0;
    const continues = (entry, start, end) => {
      const last = hits[hits.length - 1], behind = charAt(text, end);
      return last !== undefined && last.entry === entry && last.goesOn && start - last.start <= LONGEST_REPLY &&
        (behind === " " || behind === "\n" || text.startsWith(family.goesOn, end));
    };
    const take = (start) => {
      const token = tokenAt(text, start), end = start + token.length;
      const entry = (token.length <= LONGEST_TOKEN && family.codes.get(token)) || null;
      const hit = { entry, start, body: end, detail: "", goesOn: false, continues: false };
      if (entry) {
        const detail = detailBehind(family, text, end);
        if (detail >= 0) {
          hit.detail = tokenAt(text, detail);
          hit.body = detail + hit.detail.length;
        }
        hit.goesOn = family.goesOn !== "" && text.startsWith(family.goesOn, end);
      } else if (isDetail(family, token)) {
        hit.detail = token;
      } else {
        return end;
      }
      if (isCutOut(text, start, hit.body)) return end;
      const view = viewOf(text, line, start, hit.body);
      hit.continues = entry !== null && continues(entry, start, end);
      const taken = hit.continues || (entry && hit.detail) || fitsPlace(entry ? family.places : family.detailPlaces, view);
      if (!taken || fitsPlace(family.skip, view)) return end;
      hits.push(hit);
      return hit.body;
    };
    while (i < text.length) {
      const c = text[i];
      if (isAlnum(c)) {
        const next = take(i);
        for (; i < next; i++) if (text[i] === "\n") line = i + 1;
        continue;
      }
      i++;
      if (c === "\n") line = i;
    }
    return hits;
  }

  function paragraphEnd(text, start, end) {
    for (let i = start; i < end && i < text.length; i++) {
      if (text[i] !== "\n") continue;
      let next = i + 1;
      while (next < end && charAt(text, next) === " ") next++;
      if (charAt(text, next) === "\n" && next < end) return i;
    }
    return Math.min(end, text.length);
  }

  function limitOf(text, hits, last) {
    let end = hits[last].body + LONGEST_REPLY;
    for (let next = last + 1; next < hits.length && hits[next].start < end; next++) {
      if (!hits[next].entry) continue;
      end = hits[next].start;
      break;
    }
    return paragraphEnd(text, hits[last].body, end);
  }

  const sameStart = (entry, detail) => entry.code[0] === detail[0];

  function belongs(text, reply, detail) {
    const near = detail.start < reply.start
      ? reply.start - detail.start <= LONGEST_REPLY && paragraphEnd(text, detail.start, reply.start) === reply.start
      : detail.start < reply.limit;
    if (!near || !sameStart(reply.entry, detail.detail)) return false;
    if (!reply.detail) reply.detail = detail.detail;
    return true;
  }

  function findParts(text, hits) {
    const parts = [];
    for (let i = 0; i < hits.length;) {
      const { entry, detail, start } = hits[i];
      const part = { entry, detail, start, limit: 0, first: i, count: 1 };
      if (entry) {
        for (; i + part.count < hits.length && hits[i + part.count].continues; part.count++)
          if (!part.detail) part.detail = hits[i + part.count].detail;
        part.limit = limitOf(text, hits, i + part.count - 1);
      }
      i += part.count;
      const last = parts[parts.length - 1];
      if (last && last.entry && !entry && belongs(text, last, part)) continue;
      if (last && !last.entry && entry && belongs(text, part, last)) parts.pop();
      parts.push(part);
    }
    return parts;
  }

  // Known texts: see gen/model/lookup_text.c.
  const wordsOf = (folded) => (folded.match(/[a-z0-9]+/g) ?? []).map((word) => ` ${word}`).join("");

  const countFound = (runs, words) => runs.filter((run) => words.includes(` ${run} `)).length;

  function rate(text, detail, words) {
    const total = text.own.length + text.common.length;
    const ownFound = countFound(text.own, words), found = ownFound + countFound(text.common, words);
    const telling = ownFound > 0 || (text.ownDetail && text.detail === detail && total >= 2);
    return telling && found >= (total > SHORT_TEXT ? Math.floor(total / 2) + 1 : total) ? found : 0;
  }

  function knownText(text, hits, part) {
    let words = "";
    for (let i = 0; i < part.count && i < MOST_LINES; i++) {
      const hit = hits[part.first + i];
      words += wordsOf(text.slice(hit.body, i + 1 < part.count ? hits[part.first + i + 1].start : part.limit));
    }
    words += " ";
    let best = null, most = 0;
    for (const known of part.entry.texts) {
      const found = rate(known, part.detail, words);
      const nearer = found === most && best && best.detail !== part.detail && known.detail === part.detail;
      if (found > most || (nearer && found > 0)) {
        most = found;
        best = known;
      }
    }
    return best;
  }

  const kinOf = (family, detail) => family.entries.find((entry) => entry.usual && sameStart(entry, detail)) ?? null;
  const entryWith = (family, detail) => family.entries
    .filter((entry) => entry.usual && sameStart(entry, detail) && entry.details.includes(detail))
    .reduce((best, entry) => (best && best.named >= entry.named ? best : entry), null);

  function merge(old, fresh) {
    const sameDetail = old.detail === fresh.detail;
    if (!old.code || !fresh.code) return !old.code === !fresh.code && sameDetail;
    const detailFits = sameDetail || !old.detail || !fresh.detail;
    const textFits = old.text === fresh.text || !old.text || !fresh.text;
    if (old.entry !== fresh.entry || (old.refuses && !(detailFits && textFits))) return false;
    old.detail ||= fresh.detail;
    old.text ||= fresh.text;
    return true;
  }

  function findInFamily(family, folded, text) {
    const findings = [];
    const hits = findHits(family, folded.text);
    findParts(folded.text, hits).forEach((part, index) => {
      const end = part.start + restOfLine(folded.text, part.start, LONGEST_QUOTE).length;
      const finding = {
        family, entry: part.entry ?? entryWith(family, part.detail), code: part.entry ? part.entry.code : "",
        detail: part.detail, text: part.entry && index < MOST_COMPARED ? knownText(folded.text, hits, part) : null,
        quote: text.slice(folded.at[part.start], folded.at[end]).replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ""),
      };
      finding.refuses = Boolean((finding.entry ?? kinOf(family, part.detail))?.refuses);
      if (!findings.some((old) => merge(old, finding)) && findings.length < MOST) findings.push(finding);
    });
    for (const finding of findings)
      finding.disagrees = Boolean(finding.code && finding.detail && !sameStart(finding.entry, finding.detail));
    return findings;
  }

  // What is in the text, the most telling first.
  function find(families, pasted) {
    const text = cut(pasted), folded = fold(text);
    const found = families.flatMap((family) => findInFamily(family, folded, text));
    const repeated = (alone) => found.some((finding) => finding.code && finding.detail === alone.detail);
    const kept = found.filter((finding) => finding.code || !repeated(finding));
    return [...kept.filter((finding) => finding.refuses), ...kept.filter((finding) => !finding.refuses)];
  }

  // A sentence with its slots filled.
  function say(sentence, finding) {
    const entry = finding.entry ?? kinOf(finding.family, finding.detail);
    return sentence.replace(/\{(code|detail|class)\}/g, (_, slot) =>
      slot === "detail" ? finding.detail : (slot === "code" ? entry?.code : entry?.class) ?? "");
  }

  return { prepare, find, cut, say, kinOf };
})();

// The page. What it says comes from lookupData and from the form's data-... attributes; what was pasted becomes text nodes
// only.
lookup.start = function (form, found, families) {
  const WAIT = 250; // ms after the last key
  const field = form.querySelector("textarea"), status = form.querySelector("output");
  let timer, shown; // the text that the results are about

  const fill = (sentence, slots) => sentence.replace(/\{(\w+)\}/g, (whole, name) => slots[name] ?? whole);

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value);
    element.append(...children.filter(Boolean));
    return element;
  }

  const pageOf = (entry) => `${entry.family.path}/${entry.href}`;

  function heading(finding) {
    const { entry, detail } = finding;
    if (!entry) return make("h2", {}, make("b", { class: "plate" }, detail));
    return make("h2", {}, make("a", { href: pageOf(entry) }, make("b", { class: `plate ${entry.tone ?? ""}` }, entry.code), " ",
      make("span", { lang: entry.lang }, entry.title)));
  }

  function sign(finding) {
    const kin = finding.entry ?? lookup.kinOf(finding.family, finding.detail);
    return kin && make("p", { class: "sign" }, kin.class ?? "", finding.entry && finding.detail
      ? make("span", {}, " · ", make("b", { class: "code" }, finding.detail)) : "");
  }

  function remark(finding) {
    const words = finding.family.say;
    const sentence = finding.disagrees ? words.disagree : finding.code ? "" : finding.entry ? words.alone : words.unknown;
    return sentence && make("p", { class: "notice" }, lookup.say(sentence, finding));
  }

  function known({ text, entry }) {
    return text && make("div", { class: "known" }, make("h3", {}, fill(form.dataset.known, { from: text.from })),
      make("p", { lang: text.lang }, text.gloss), make("p", {}, make("a", { href: `${pageOf(entry)}#replies` }, text.sense)));
  }

  function answers(entry) {
    return entry && make("div", { class: `answer ${entry.tone ?? ""}` },
      make("dl", {}, ...entry.answers.map(([question, answer]) => make("div", {}, make("dt", {}, question), make("dd", {}, answer)))),
      ...entry.sections.flatMap(({ heading: title, lines, lang }) => [make("h3", { lang }, title),
        make("ol", { lang }, ...lines.map((line) => make("li", {}, line)))]));
  }

  function more(finding) {
    const { entry, family, detail } = finding;
    if (entry) return make("p", {}, make("a", { class: "more", href: pageOf(entry) }, fill(form.dataset.more, { code: entry.code })));
    const kin = lookup.kinOf(family, detail);
    return kin && make("p", {}, make("a", { class: "more", href: `${family.path}/index.html${kin.classId ? `#class-${kin.classId}` : ""}` },
      fill(form.dataset.class, { class: kin.class })));
  }

  function article(finding, whole) {
    const tone = (finding.entry ?? lookup.kinOf(finding.family, finding.detail))?.tone;
    return make("article", { class: tone }, heading(finding), sign(finding),
      finding.quote !== finding.code && make("p", { class: "quote" }, make("code", {}, finding.quote)), remark(finding),
      ...(whole ? [known(finding), answers(finding.entry), more(finding)] : []));
  }

  function show() {
    clearTimeout(timer);
    const text = field.value;
    if (text === shown) return;
    shown = text;
    const findings = lookup.find(families, text), empty = text.trim() === "";
    const whole = (finding) => finding.refuses || !findings[0].refuses;
    const also = findings.filter((finding) => !whole(finding));
    found.replaceChildren(...findings.filter(whole).map((finding) => article(finding, true)));
    if (also.length > 0)
      found.append(make("section", { class: "also" }, make("h2", {}, form.dataset.also), ...also.map((finding) => article(finding, false))));
    if (findings.length === 0 && !empty) found.append(...families.map((family) => make("p", { class: "lead" }, family.say.nothing)));
    found.hidden = empty;
    const codes = findings.map(({ code, detail }) => `${code} ${detail}`.trim()).join(", ");
    const said = empty ? "" : codes ? fill(form.dataset.found, { codes }) : form.dataset.none;
    status.textContent = lookup.cut(text) !== text ? `${said} ${form.dataset.long}` : said;
  }

  // On a phone the results are below the screen, and behind the keyboard.
  function reveal() {
    const { top } = found.getBoundingClientRect();
    if (!found.hidden && (top < 0 || top > innerHeight / 2)) found.scrollIntoView();
  }

  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = event.inputType === "insertFromPaste" ? setTimeout(() => (show(), reveal())) : setTimeout(show, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    if (!found.hidden) found.focus({ preventScroll: true });
    reveal();
  });
  form.addEventListener("reset", () => setTimeout(() => {
    show();
    field.focus();
  }));
  if (field.value) show(); // what a browser kept over a reload
};

if (typeof module === "object") module.exports = lookup;
else lookup.start(document.getElementById("lookup"), document.getElementById("results"), lookupData.map(lookup.prepare));
