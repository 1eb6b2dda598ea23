import { createSocket } from "node:dgram";
import { once } from "node:events";

/** `{ "A shop.test": ["10.0.0.1"] }`; a name that is not there is unknown; `silent` and `broken` names get nothing good. */
export type Zone = Readonly<Record<string, readonly string[]>>;

const types: Readonly<Record<number, string>> = { 1: "A", 5: "CNAME", 16: "TXT", 28: "AAAA" };

/** A resolver on a free port of this machine that knows a few names. */
export const dnsServer = async (zone: Zone): Promise<AsyncDisposable & { readonly resolver: string }> => {
  const socket = createSocket("udp4");
  socket.on("message", (asked, { port, address }) => {
    const { name, type, end } = questionOf(asked);
    if (name.startsWith("silent.")) return;
    const answers = zone[`${types[type]} ${name}`] ?? [];
    const code = name.startsWith("broken.") ? 2 : answers.length > 0 ? 0 : 3;
    const header = Buffer.from(asked.subarray(0, 12));
    header.writeUInt16BE(0x8180 | code, 2);
    header.writeUInt16BE(answers.length, 6);
    header.writeUInt32BE(0, 8);
    const records = answers.map((one) => record(type, dataOf(type, one)));
    socket.send(Buffer.concat([header, asked.subarray(12, end), ...records]), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    resolver: `127.0.0.1:${socket.address().port}`,
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, "close");
    },
  };
};

const questionOf = (asked: Buffer): { readonly name: string; readonly type: number; readonly end: number } => {
  const labels: string[] = [];
  let at = 12;
  for (let size = asked[at]!; size > 0; size = asked[at]!) {
    labels.push(asked.toString("latin1", at + 1, at + 1 + size));
    at += 1 + size;
  }
  return { name: labels.join(".").toLowerCase(), type: asked.readUInt16BE(at + 1), end: at + 5 };
};

/** Of the name in the question (a pointer to byte 12), class IN, 60 s. */
const record = (type: number, data: Buffer): Buffer => {
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([head, data]);
};

const dataOf = (type: number, text: string): Buffer => {
  if (type === 1) return Buffer.from(text.split(".").map(Number));
  if (type === 16) return Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
  if (type === 28) return Buffer.from(text.replaceAll(":", ""), "hex");
  const labels = text.split(".").map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
};
