// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/*
 * What a check prints: a line per rule, under a broken rule the places where it is broken, and at the end how many rules
 * hold. A rule that had nothing to look at is broken too: it would never fail.
 */
const MOST_EXAMPLES = 12;

class Rule {
  constructor(sentence) {
    this.sentence = sentence;
    this.looked = 0;
    this.broken = [];
  }

  /* One thing looked at; `detail` may be a function, called only if the rule is broken there. */
  holds(condition, where, detail = "") {
    this.looked++;
    if (!condition)
      this.broken.push([where, typeof detail === "function" ? detail() : detail]);
    return Boolean(condition);
  }

  print() {
    if (this.looked > 0 && this.broken.length === 0)
      return console.log(`ok    ${this.sentence} (${this.looked})`);
    if (this.looked === 0)
      return console.log(`FAIL  ${this.sentence}: nothing found to look at`);
    console.log(`FAIL  ${this.sentence}: ${this.broken.length} of ${this.looked}`);
    const most = process.env.ALL ? Infinity : MOST_EXAMPLES;
    for (const [where, detail] of this.broken.slice(0, most))
      console.log(`      ${where}${detail === "" ? "" : `: ${detail}`}`);
    if (this.broken.length > most)
      console.log(`      and ${this.broken.length - most} more (ALL=1 shows them)`);
  }
}

export class Report {
  constructor(name) {
    this.name = name;
    this.rules = [];
  }

  rule(sentence) {
    const rule = new Rule(sentence);
    this.rules.push(rule);
    return rule;
  }

  /* Prints everything and sets the exit status. */
  end() {
    const failed = this.rules.filter((rule) => rule.looked === 0 || rule.broken.length > 0).length;
    this.rules.forEach((rule) => rule.print());
    console.log(`${this.name}: ${this.rules.length - failed} passed, ${failed} failed`);
    process.exitCode = failed > 0 ? 1 : 0;
  }
}

/* The arguments of a script, or its usage and exit status 2. */
export function args(usage, least) {
  const given = process.argv.slice(2);
  if (given.length < least) {
    console.error(`usage: ${usage}`);
    process.exit(2);
  }
  return given;
}
