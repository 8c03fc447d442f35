// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * In each page of the preview: loads the page again when there is a newer version (the browser keeps the place), and
 * shows a bar with the file of the text, its translations and the messages. Texts are put in as text, never as markup.
 */
(() => {
  "use strict";
  const { version = "", file = "", text = "", locales = "" } = document.currentScript.dataset;
  const host = document.createElement("aside");
  const root = host.attachShadow({ mode: "open" });
  const shown = { open: false, messages: "", total: 0 };
  /* With how many messages the reader closed the box, also before the page was loaded again; else none. */
  const CLOSED = "statusbook-preview-closed";

  function make(parent, name, properties) {
    return parent.appendChild(Object.assign(document.createElement(name), properties));
  }

  function count(number, word) {
    return number === 0 ? "" : `${number} ${word}${number === 1 ? "" : "s"}`;
  }

  Object.assign(host, { id: "statusbook-preview", lang: "en", dir: "ltr", ariaLabel: "Preview", hidden: true });
  const style = new CSSStyleSheet();
  root.adoptedStyleSheets = [style];
  fetch("/_preview.css").then((answer) => answer.text()).then((rules) => style.replace(rules)).then(() => (host.hidden = false));
  const box = make(root, "div", { className: "messages", hidden: true, tabIndex: 0, role: "log", ariaLabel: "Messages" });
  const bar = make(root, "div", { className: "bar" });
  make(bar, "span", { className: "file", textContent: file || "Preview" });
  for (const locale of locales.split(" ").filter(Boolean))
    make(bar, "a", { href: `/_translate/${locale}/${text}`, textContent: `translate: ${locale}` });
  const button = make(bar, "button", { type: "button", onclick: toggle });
  document.body.append(host);

  function open(wanted) {
    shown.open = wanted && box.childElementCount > 0;
    box.hidden = !shown.open;
    button.ariaExpanded = String(shown.open);
  }

  function toggle() {
    open(!shown.open);
    if (shown.open) sessionStorage.removeItem(CLOSED);
    else sessionStorage.setItem(CLOSED, String(shown.total));
  }

  /* A closed box opens again for an error, and when there is more in it: not with each step of a long translation. */
  function isNews(state, total) {
    const closed = Number(sessionStorage.getItem(CLOSED) ?? 0);
    if (total < closed) sessionStorage.setItem(CLOSED, String(total));
    shown.total = total;
    return state.errors > 0 || total > closed;
  }

  function add(message) {
    const place = message.path ? `${message.path}${message.line ? `:${message.line}:${message.column}` : ""}: ` : "";
    const line = make(box, "p", { className: message.severity });
    make(line, "code", { textContent: place });
    make(line, "b", { textContent: `${message.severity}: ` });
    line.append(`${message.message} [${message.rule}]`);
  }

  function show(state) {
    const messages = JSON.stringify(state.messages);
    const total = state.errors + state.warnings;
    button.className = state.errors ? "error" : state.warnings ? "warning" : "";
    button.textContent = [count(state.errors, "error"), count(state.warnings, "warning")].filter(Boolean).join(", ") || "no problems";
    if (messages === shown.messages) return;
    shown.messages = messages;
    box.replaceChildren();
    state.messages.forEach(add);
    if (state.errors && version) make(box, "p", { textContent: "Until this is mended, pages stay as they were before." });
    if (total > state.messages.length) make(box, "p", { textContent: `and ${total - state.messages.length} more` });
    /* By itself only for what the reader can mend here: errors, files that were edited, and the page's own. */
    const isMeant = state.serious > 0 || state.messages.some((message) => message.path === file);
    open(isNews(state, total) && isMeant);
  }

  /* A tab that nobody sees does without: browsers allow a site only a few connections at a time. */
  let events;
  function listen() {
    events?.close();
    events = undefined;
    if (document.visibilityState === "hidden") return;
    events = new EventSource("/_events");
    events.addEventListener("state", (event) => {
      const state = JSON.parse(event.data);
      if (state.version !== version) location.reload();
      else show(state);
    });
    events.onerror = () => {
      button.textContent = "not connected";
      shown.messages = "";
    };
  }
  document.addEventListener("visibilitychange", listen);
  listen();
})();
