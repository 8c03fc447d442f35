// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* The fact sheets, tests/facts/*.csv. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const sheets = fileURLToPath(new URL("../facts/", import.meta.url));

/* A file of comma-separated values (RFC 4180), as a list of objects named by its first line. */
export function readSheet(name) {
  const text = readFileSync(path.join(sheets, name), "utf8");
  const rows = [];
  let row = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll("\"\"", "\""));
    if (end === ",") continue;
    if (row.length > 1) rows.push(row);
    row = [];
  }
  const [names, ...values] = rows;
  return values.map((cells, i) => {
    if (cells.length !== names.length) throw new Error(`${name}: row ${i + 2} has ${cells.length} cells`);
    return Object.fromEntries(names.map((key, k) => [key, cells[k]]));
  });
}
