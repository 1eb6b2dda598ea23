import { describe, expect, test } from "vitest";
import { instant } from "../domain/units.ts";
import type { AppError } from "../errors.ts";
import { argument, command, flag, option, options } from "./command.ts";
import { expires } from "./options.ts";
import { parse } from "./parse.ts";
import { anyText, oneOf, optional, whole } from "./reader.ts";
import { momentOf } from "./values.ts";

const ship = command({
  name: "ship",
  summary: "Ship it",
  args: {
    release: argument(anyText, "id"),
    place: argument(optional(oneOf(["here", "there"], "write here or there")), "where"),
  },
  options: {
    reason: option(anyText, "TEXT", "why"),
    dryRun: flag("only say it"),
    author: options("EMAIL", "who"),
    step: option(optional(whole(0)), "N", "which"),
  },
  examples: [],
  run: async () => 0,
});

const problemOf = (...argv: readonly string[]): readonly [string, string] => {
  try {
    parse(ship, argv);
  } catch (error) {
    const { code, message, fix } = error as AppError;
    expect(code).toBe("USAGE");
    return [message, fix];
  }
  throw new Error("it was taken");
};

test("words become the values that the schemas make of them", () => {
  const argv = ["r", "there", "--reason", "good", "--dry-run", "--author", "a@x", "--author=b@x", "--step", "2"];

  const { given, json, help } = parse(ship, argv);

  expect(given).toEqual({
    release: "r",
    place: "there",
    reason: "good",
    dryRun: true,
    author: ["a@x", "b@x"],
    step: 2,
  });
  expect([json, help]).toEqual([false, false]);
});

test("what is left out is absent, false or an empty list", () => {
  expect(parse(ship, ["r", "--reason", ""]).given).toEqual({
    release: "r",
    place: undefined,
    reason: "",
    dryRun: false,
    author: [],
    step: undefined,
  });
});

test("--json, -C and --help are taken everywhere, and help needs nothing else", () => {
  expect(parse(ship, ["-C", "/tmp", "r", "--json", "--reason", "x"])).toMatchObject({ json: true, folder: "/tmp" });
  expect(parse(ship, ["--help"]).help).toBe(true);
  expect(parse(ship, ["-h"]).help).toBe(true);
});

describe("refused as usage, with what to do", () => {
  test("an unknown flag, with the nearest name", () => {
    expect(problemOf("r", "--raeson", "x")).toEqual([
      "headgate ship has no option --raeson.",
      "Did you mean --reason?",
    ]);
    expect(problemOf("r", "--dryrun")).toEqual(["headgate ship has no option --dryrun.", "Did you mean --dry-run?"]);
    expect(problemOf("r", "--zzz")[1]).toBe("See its options: headgate ship --help");
    expect(problemOf("r", "-x")[0]).toBe("headgate ship has no option -x.");
  });

  test("a missing argument or option", () => {
    expect(problemOf("--reason", "x")[0]).toBe("RELEASE is missing: id.");
    expect(problemOf("r")[0]).toBe("--reason is missing: why.");
  });

  test("a word too many", () => {
    expect(problemOf("r", "here", "now", "--reason", "x")[0]).toBe('"now" is one word too many.');
  });

  test("a value that is none: the next flag is not eaten", () => {
    expect(problemOf("r", "--reason")[0]).toBe("--reason needs a value: --reason TEXT.");
    expect(problemOf("r", "--reason", "--dry-run")[0]).toBe("--reason needs a value: --reason TEXT.");
    expect(parse(ship, ["r", "--reason=--dry-run"]).given).toMatchObject({ reason: "--dry-run", dryRun: false });
  });

  test("a flag with a value, and an option given twice", () => {
    expect(problemOf("r", "--dry-run=no", "--reason", "x")[0]).toBe("--dry-run takes no value.");
    expect(problemOf("r", "--reason", "x", "--reason", "y")[0]).toBe("--reason is given twice.");
  });

  test("a value that does not fit, repeated so that it is found", () => {
    expect(problemOf("r", "everywhere", "--reason", "x")[0]).toContain('PLACE "everywhere"');
    expect(problemOf("r", "--reason", "x", "--step", "two")[0]).toContain('--step "two"');
  });
});

describe("a moment", () => {
  const now = instant(Date.UTC(2026, 10, 2));
  const read = (text: string) => {
    const given = expires.schema.safeParse(text);
    return given.success && given.data !== undefined ? new Date(momentOf(given.data, now)).toISOString() : null;
  };

  test("is a length of time from now, or a date with its zone", () => {
    expect(read("7d")).toBe("2026-11-09T00:00:00.000Z");
    expect(read("2026-12-01T20:00Z")).toBe("2026-12-01T20:00:00.000Z");
    expect(read("2026-12-01T20:00:30+02:00")).toBe("2026-12-01T18:00:30.000Z");
  });

  test.each(["2026-12-01T20:00", "2026-12-01", "7", "soon", "2026-13-01T20:00Z"])("is not %s", (text) => {
    expect(expires.schema.safeParse(text).success).toBe(false);
  });
});
