import { expect, test } from "vitest";
import { z } from "zod";
import { browsers } from "./browsers.ts";

const form = z.object({ browsers });
const read = (given: unknown) => form.safeParse({ browsers: given });
const problem = (given: unknown) => read(given).error?.issues[0]?.message;

test("R114: the engines that enough users have, in the order in which they are written", () => {
  const used = { chromium: "64%", firefox: "4%", webkit: 0.32 };
  expect(read({ used }).data).toEqual({ browsers: ["chromium", "webkit"] });
  expect(read({ least: "2%", used }).data).toEqual({ browsers: ["chromium", "firefox", "webkit"] });
  expect(read({ used: { chromium: "100%" } }).data).toEqual({ browsers: ["chromium"] });
  expect(form.parse({})).toEqual({});
});

test("shares that cannot be, or that leave nobody, are refused", () => {
  expect(problem({ used: { chromium: "80%", webkit: "30%" } })).toContain("more than 100 %");
  expect(problem({ used: { chromium: "3%" } })).toContain("no engine that reaches least");
  expect(problem({ used: {} })).toContain("no engine that reaches least");
});
