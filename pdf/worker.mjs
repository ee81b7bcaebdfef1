// Sets reports as PDF for the server, which starts this file in a process without network and talks to
// it over one socket (standard input and output): a line of JSON, then as many bytes as the line says.
// Reads and writes are synchronous because there is never more than one report under way.
import { readFileSync, readSync, writeSync } from "node:fs";
import { createRequire } from "node:module";

const socket = 0;

function receive(length) {
  const buffer = Buffer.alloc(length);
  for (let have = 0; have < length; ) {
    const got = readSync(socket, buffer, have, length - have, null);
    if (got === 0) process.exit(0); // the server is gone
    have += got;
  }
  return buffer;
}

function receiveLine() {
  const bytes = [];
  for (;;) {
    const byte = receive(1)[0];
    if (byte === 10) return JSON.parse(Buffer.from(bytes).toString("utf8"));
    bytes.push(byte);
  }
}

function send(header, body = Buffer.alloc(0)) {
  const all = Buffer.concat([Buffer.from(JSON.stringify({ ...header, length: body.length }) + "\n"), body]);
  for (let sent = 0; sent < all.length; ) sent += writeSync(socket, all, sent);
}

function messages(error) {
  const list = error?.shortDiagnostics ?? [];
  return list.map((entry) => String(entry.message ?? entry)).join("; ") || String(error?.message ?? error ?? "");
}

function start({ fonts, template }) {
  const { NodeCompiler } = createRequire(import.meta.url)("@myriaddreamin/typst-ts-node-compiler-linux-x64-gnu");
  const source = receive(template).toString("utf8");
  // The workspace does not exist: all that a report can reach is what is put here.
  const compiler = NodeCompiler.create({
    workspace: "/report",
    fontArgs: [{ fontBlobs: fonts.map((path) => readFileSync(path)) }],
  });
  compiler.addSource("/report/report.typ", source);
  return compiler;
}

function render(compiler, data) {
  compiler.mapShadow("/report/report.json", data);
  const compiled = compiler.compile({ mainFilePath: "/report/report.typ" });
  if (compiled.hasError()) return send({ ok: false, error: messages(compiled.takeError()) });
  const pdf = compiler.pdf(compiled.result, { pdfStandard: "a-2a" });
  send({ ok: true, pages: compiled.result.numOfPages }, pdf);
  compiler.evictCache(1);
}

try {
  const compiler = start(receiveLine());
  send({ ok: true });
  for (;;) {
    const data = receive(receiveLine().length);
    try {
      render(compiler, data);
    } catch (error) {
      send({ ok: false, error: messages(error) });
    }
  }
} catch (error) {
  // Reading fails with EAGAIN after the idle time that the server sets on the socket: the end of the work.
  if (error?.code !== "EAGAIN" && error?.code !== "EPIPE") send({ ok: false, error: messages(error) });
}
