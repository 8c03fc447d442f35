// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

/* A host that knows files and nothing else, with the page for unknown addresses. */
export async function serveFiles(site) {
  const server = http.createServer((request, response) => {
    const file = path.join(site, path.normalize(decodeURI(new URL(request.url, "http://host").pathname)));
    const answer = (status, name) => {
      const bytes = readFileSync(name);
      response.writeHead(status, { "content-type": TYPES[path.extname(name)] ?? "text/plain" }).end(bytes);
    };
    try {
      answer(200, file);
    } catch {
      answer(404, path.join(site, "404.html"));
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
