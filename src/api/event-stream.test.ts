import fc from "fast-check";
import { expect, test } from "vitest";
import { readEvents, type Told } from "./event-stream.ts";

const read = async (...pieces: readonly Uint8Array[]): Promise<readonly Told[]> => {
  const told: Told[] = [];
  const all = async function* () {
    yield* pieces;
  };
  for await (const one of readEvents(all())) told.push(one);
  return told;
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const stream =
  'retry: 250\n\n: life\n\nid: 7\nevent: entry\ndata: {"says":"é 🚀"}\n\ndata: a\r\ndata:b\rdata:  c\r\n\r\nid\ndata: x\n\nevent: none\n\ndata: cut off';

const told: readonly Told[] = [
  { kind: "retry", ms: 250 },
  { kind: "event", id: "7", event: "entry", data: '{"says":"é 🚀"}' },
  { kind: "event", id: "7", event: "message", data: "a\nb\n c" },
  { kind: "event", id: "", event: "message", data: "x" },
];

test("events are read as browsers read them, and one that was cut off is none", async () => {
  expect(await read(bytes(stream))).toEqual(told);
});

test("wherever the pieces begin and end", async () => {
  const all = bytes(stream);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(all.length), { maxLength: 8 }), async (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), all.length];
      expect(await read(...at.slice(1).map((end, i) => all.subarray(at[i], end)))).toEqual(told);
    }),
    { seed: 11 },
  );
});

test("a line without an end is given up", async () => {
  await expect(read(new Uint8Array(2 ** 24 + 1).fill(97))).rejects.toThrow("has no end");
});
