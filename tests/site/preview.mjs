// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* The preview server of the program, on a free port of this machine; plain requests to it, and its events. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";

const START_MS = 20000;

const POLICY = /(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"/;

/* The policy of a page with what the preview needs in addition. */
function extended(policy) {
  const directives = policy.replaceAll("&#39;", "'").split("; ");
  for (const name of ["script-src", "style-src", "connect-src"]) {
    const at = directives.findIndex((directive) => directive.startsWith(`${name} `));
    if (at < 0) directives.push(`${name} 'self'`);
    else if (!directives[at].includes("'self'")) directives[at] = `${directives[at].replace(" 'none'", "")} 'self'`;
  }
  return directives.join("; ").replaceAll("'", "&#39;");
}

/* A page as the build writes it, with what the preview adds: its one script, and the policy that lets it run. */
export function asServed(built, served) {
  const script = /<script src="\/_preview\.js" defer( data-[a-z]+="[^"<>]*")+><\/script>\n(?=<\/body>)/.exec(served)?.[0];
  if (!script) return undefined;
  const end = built.lastIndexOf("</body>");
  const page = built.slice(0, end) + script + built.slice(end);
  return page.replace(POLICY, (all, start, policy) => `${start}${extended(policy)}"`);
}

/* What comes from /_events. */
class EventStream {
  constructor(answer, request) {
    this.status = answer.statusCode;
    this.headers = answer.headers;
    this.request = request;
    this.ended = false;
    this.events = [];
    let text = "";
    answer.setEncoding("utf8").on("data", (part) => {
      const blocks = (text + part).split("\n\n");
      text = blocks.pop();
      for (const block of blocks) this.#take(block);
      this.wake?.();
    });
    const end = () => {
      this.ended = true;
      this.wake?.();
    };
    answer.on("error", end).on("close", end);
  }

  #take(block) {
    const event = { name: "message", data: "" };
    for (const line of block.split("\n")) {
      if (line.startsWith("event: ")) event.name = line.slice(7);
      if (line.startsWith("data: ")) event.data += `${line.slice(6)}\n`;
    }
    this.events.push(event);
  }

  /* The data of the next event `state`; undefined when none comes in time. */
  async next(ms = 5000) {
    const late = Date.now() + ms;
    while (this.events.length === 0 && !this.ended && Date.now() < late)
      await new Promise((done) => {
        const timer = setTimeout(done, late - Date.now());
        this.wake = () => (clearTimeout(timer), done());
      });
    const event = this.events.shift();
    return event?.name === "state" ? JSON.parse(event.data) : undefined;
  }

  close() {
    this.request.destroy();
  }
}

export class Preview {
  static async start(program, project, options = []) {
    const preview = new Preview();
    preview.log = "";
    preview.process = spawn(program, ["serve", "-C", project, "-p", "0", "--color", "never", ...options],
      { stdio: ["ignore", "ignore", "pipe"] });
    preview.process.stderr.setEncoding("utf8").on("data", (text) => (preview.log += text));
    preview.ended = once(preview.process, "exit");
    process.once("exit", () => preview.process.kill("SIGKILL"));
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
    const late = Date.now() + START_MS;
    while (!(preview.port = Number(/preview at http:\/\/127\.0\.0\.1:(\d+)\//.exec(preview.log)?.[1]))) {
      if (preview.process.exitCode !== null || Date.now() > late) {
        preview.process.kill("SIGKILL");
        throw new Error(`the preview does not start:\n${preview.log}`);
      }
      await new Promise((done) => setTimeout(done, 20));
    }
    return preview;
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`;
  }

  /* Sends the path as it is, without the tidying that URL and fetch do. A connection that breaks is status 0. */
  ask(path, { method = "GET", headers = {}, body } = {}) {
    return new Promise((done) => {
      const request = http.request({ host: "127.0.0.1", port: this.port, path, method, headers, agent: false,
        timeout: 10000 }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part) => (text += part));
        answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, text }));
      });
      request.on("timeout", () => request.destroy(new Error("no answer in time")));
      request.on("error", (error) => done({ status: 0, headers: {}, text: "", error }));
      request.end(body);
    });
  }

  /* An event stream; undefined if the answer is none. */
  listen(headers = {}) {
    return new Promise((done) => {
      const request = http.request({ host: "127.0.0.1", port: this.port, path: "/_events", headers, agent: false }, (answer) =>
        done(answer.headers["content-type"] === "text/event-stream" ? new EventStream(answer, request) : undefined));
      request.on("error", () => done(undefined));
      request.end();
    });
  }

  /* Sends these bytes; returns the answer as it comes, up to the end of the connection. */
  async raw(bytes) {
    const socket = net.connect(this.port, "127.0.0.1");
    let text = "";
    socket.setEncoding("latin1").on("data", (part) => (text += part)).on("error", () => {});
    socket.setTimeout(10000, () => socket.destroy());
    socket.write(bytes);
    await once(socket, "close");
    return { status: Number(/^HTTP\/1\.[01] (\d+)/.exec(text)?.[1] ?? 0), text };
  }

  /* Exit status, or the name of the signal; a server that does not end in time is killed. */
  async stop(signal = "SIGTERM") {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill(signal);
    const late = setTimeout(() => this.process.kill("SIGKILL"), 5000);
    const [status, name] = await this.ended;
    clearTimeout(late);
    return status ?? name;
  }
}
