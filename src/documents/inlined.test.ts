import { expect, test } from "vitest";
import { inlined } from "./inlined.ts";

test("headings move two levels down, code stays as it is", () => {
  const text = "# Upgrade\r\n\n```sh\n# stop first\n```\n\n## Then\n";
  expect(inlined(text).md).toBe("### Upgrade\n\n```sh\n# stop first\n```\n\n#### Then");
});

test("a code block that nobody closed ends with its text", () => {
  expect(inlined("~~~~\n# x").md).toBe("~~~~\n# x\n~~~~");
});

test("a shorter fence inside a longer one does not end it", () => {
  expect(inlined("````\n```\n# x\n````\n# y").md).toBe("````\n```\n# x\n````\n### y");
});
