import { expect, test } from "vitest";
import { announcesBody, answerHeaders, endToEnd } from "./headers.ts";

test("headers of one connection are not passed on, whatever their case; the others keep theirs", () => {
  const raw = ["Host", "a", "Connection", "keep-alive", "Transfer-Encoding", "chunked", "X-Thing", "1", "TE", "x"];

  expect(endToEnd(raw)).toEqual(["Host", "a", "X-Thing", "1"]);
});

test("what the connection header names goes too", () => {
  expect(endToEnd(["Connection", "close, X-Secret-Hop", "x-secret-hop", "1", "x-kept", "2"])).toEqual(["x-kept", "2"]);
});

test("an answer's headers of the connection go, and those that it names", () => {
  expect(answerHeaders({ connection: "keep-alive, x-hop", "x-hop": "1", "transfer-encoding": "chunked" })).toEqual([]);
});

test.each([
  [["Content-Length", "3"], true],
  [["content-length", "0"], false],
  [["Host", "a", "Transfer-Encoding", "chunked"], true],
  [["Host", "a", "Accept-Charset", "x"], false],
])("a body is announced by its length or by its chunks: %j", (raw, follows) => {
  expect(announcesBody(raw)).toBe(follows);
});

test("an answer keeps each of its cookies", () => {
  expect(answerHeaders({ "set-cookie": ["a=1", "b=2"], "keep-alive": "timeout=5", etag: "x" })).toEqual([
    "set-cookie",
    "a=1",
    "set-cookie",
    "b=2",
    "etag",
    "x",
  ]);
});
