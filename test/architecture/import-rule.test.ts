import { describe, expect, test } from "vitest";
import { cycles, impurities, ownSources, violations } from "./import-rule.ts";

const sources = ownSources(new URL("../..", import.meta.url).pathname);

describe("the import rule", () => {
  test("holds for every file of the program", () => {
    expect(Object.keys(sources).length).toBeGreaterThan(50);
    expect(violations(sources)).toEqual([]);
  });

  test("no files import each other in a circle", () => {
    expect(cycles(sources)).toEqual([]);
  });

  test("pure rooms call neither clock, nor chance, nor network", () => {
    expect(impurities(sources)).toEqual([]);
    expect(impurities({ "src/domain/planted.ts": "const now = Date.now();" })).toHaveLength(1);
  });

  test.each([
    ["the core may not read the clock's package", "src/domain/units.ts", 'import { setTimeout } from "node:timers";'],
    [
      "the core may not see a driver",
      "src/domain/release/decide.ts",
      'import type { Route } from "../../drivers/port.ts";',
    ],
    [
      "the conductor sees ports, never implementations",
      "src/conductor/conduct.ts",
      'import { openSqliteJournal } from "../journal/sqlite.ts";',
    ],
    ["documents are made without packages", "src/documents/render.ts", 'import { z } from "zod";'],
    ["a lazy import counts too", "src/cli/run.ts", 'const late = await import("../drivers/channels/file.ts");'],
  ])("a planted violation is found: %s", (_, path, line) => {
    expect(violations({ ...sources, [path]: `${line}\n${sources[path] ?? ""}` })).toHaveLength(1);
  });

  test("a planted circle is found", () => {
    const planted = {
      "src/domain/a.ts": 'import { b } from "./b.ts";',
      "src/domain/b.ts": 'import { a } from "./a.ts";',
    };
    expect(cycles(planted)).toEqual(["src/domain/a.ts → src/domain/b.ts → src/domain/a.ts"]);
  });
});
