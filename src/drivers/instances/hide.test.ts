import { expect, test } from "vitest";
import { hide } from "./hide.ts";

test.each([
  ["token=s3cret, twice: s3cret", ["s3cret"], "token=[hidden], twice: [hidden]"],
  ["abcdef and abcd", ["abcd", "abcdef"], "[hidden] and [hidden]"],
  ["of a regular kind: a.*b", ["a.*b"], "of a regular kind: [hidden]"],
  ["two\nlines", ["two\nlines"], "[hidden]"],
  ["port 1 is on", ["1", "on", ""], "port 1 is on"],
])("%j without %j", (text, values, expected) => {
  expect(hide(text, values)).toBe(expected);
});
