// SPDX-FileCopyrightText: The Statusbook authors
// SPDX-License-Identifier: MIT
/* The preview server of the program, on a free port of this machine, and plain requests to it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";

const START_MS = 20000;

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export class Preview {
  static async start(program, project, options = []) {
    const preview = new Preview();
    preview.port = await freePort();
    preview.log = "";
    preview.process = spawn(program, ["serve", "-C", project, "-p", String(preview.port), "--color", "never", ...options],
      { stdio: ["ignore", "ignore", "pipe"] });
    preview.process.stderr.setEncoding("utf8").on("data", (text) => (preview.log += text));
    preview.ended = once(preview.process, "exit");
    process.once("exit", () => preview.process.kill("SIGKILL"));
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
    const late = Date.now() + START_MS;
    while (!preview.log.includes(`:${preview.port}/`)) {
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
