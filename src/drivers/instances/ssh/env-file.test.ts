import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { envFile } from "./env-file.ts";

/** What a real shell reads from the file. */
const read = (env: Readonly<Record<string, string>>): readonly string[] => {
  const print = Object.keys(env).map((name) => `printf '%s\\0' "$${name}"`);
  const script = `${envFile(env)}\n${print.join("\n")}`;
  return execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
};

const value = fc.string({ unit: fc.constantFrom("'", '"', "\\", "$", "`", "\n", " ", "#", "=", "a", "(", ")", "é") });

test("whatever a value holds, it is read as it was, and nothing is run", () => {
  const names = fc.constantFrom("X", "X1", "SOME_NAME", "x_");
  fc.assert(
    fc.property(fc.dictionary(names, value, { minKeys: 1 }), (env) => {
      expect(read(env)).toEqual(Object.values(env));
    }),
    { numRuns: 50 },
  );
});

test.each(["", "A B", "1A", "A=B", "A;reboot"])("%j is no name of a variable, and the value is not told", (name) => {
  expect(() => envFile({ [name]: "s3cret" })).toThrow(`${name} is no name of a variable`);
});

test("a value with a zero byte is refused, and not told", () => {
  expect(() => envFile({ TOKEN: "s3\0cret" })).toThrow(/^TOKEN holds a zero byte$/);
});
