import { expect, test } from "vitest";
import { withoutFrames } from "./log.ts";

const frame = (kind: number, text: string): Buffer => {
  const head = Buffer.from([kind, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
};

test.each([
  ["frames of both streams", Buffer.concat([frame(1, "one\n"), frame(2, "two\n")]), "one\ntwo\n"],
  ["a frame that was cut off", frame(1, "one two").subarray(0, 11), "one"],
  ["what a terminal was sent", Buffer.from("listening on 8080\r\n"), "listening on 8080\r\n"],
  ["less than a head", Buffer.from("ok"), "ok"],
  ["nothing", Buffer.alloc(0), ""],
])("%s become what was printed", (_, bytes, expected) => {
  expect(withoutFrames(bytes).toString()).toBe(expected);
});
