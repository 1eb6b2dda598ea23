import { expect, test } from "vitest";
import { complaintsAbout, configOf } from "../../test/support/complaints.ts";

test("a hook is kept by the point at which it is run, with ten minutes unless it is said", () => {
  expect(configOf("hooks: { after-promote: { command: [./tidy, 1], change: reversible } }\n").hooks).toEqual({
    "after-promote": { command: ["./tidy", "1"], within: 600_000, change: "reversible" },
  });
});

const restore = "on-rollback: { command: [./restore], change: reversible }";

test.each([
  ["{ before-traffic: { command: [./migrate], change: expand-contract } }", []],
  [`{ before-traffic: { command: [./migrate], change: irreversible }, ${restore} }`, []],
  [`{ after-promote: { command: [./tidy], change: irreversible }, ${restore} }`, []],
  [
    "{ after-promote: { command: [./tidy], change: irreversible } }",
    [
      "hooks.after-promote: is irreversible, and nothing restores what it changed; add on-rollback: with the command that restores the backup",
    ],
  ],
  [
    "{ before-traffic: { command: [./migrate], change: irreversible } }",
    [
      "hooks.before-traffic: is irreversible, and nothing restores what it changed; add on-rollback: with the command that restores the backup",
    ],
  ],
  [
    "{ before-traffic: { command: [./migrate], change: irreversible }, on-rollback: { command: [], change: reversible } }",
    ["hooks.on-rollback.command: is empty; write the program and its arguments, such as [npm, test]"],
  ],
  [
    "{ before-traffic: { command: [./migrate] } }",
    ["hooks.before-traffic.change: is missing; write reversible, irreversible or expand-contract"],
  ],
  [
    "{ before-trafic: { command: [x], change: reversible } }",
    [expect.stringContaining('did you mean "before-traffic"?')],
  ],
])("%s", (hooks, problems) => {
  expect(complaintsAbout(`hooks: ${hooks}\n`)).toEqual(problems);
});
