import { describe, expect, test } from "vitest";
import { defaultProcess } from "../../test/support/default-process.ts";
import { planOf } from "../conductor/open.ts";
import { digest } from "../domain/units.ts";
import { loadConfig } from "./load.ts";
import { showProblem } from "./read-document.ts";

const file = (people: string, rest = "", owner = "ada") => `service: shop
owner: ${owner}
people:
  ada: { name: Ada Reyes, email: ada@example.test, roles: [devops-lead], deputies: [bo] }
  bo: { name: Bo Lind, email: bo@example.test }
${people}${rest}
environments:
  staging: { instances: { command: [node, server.mjs] } }
  production: { instances: { command: [node, server.mjs] } }
`;

const read = (text: string) => loadConfig("headgate.yaml", text, defaultProcess);
const problems = (text: string): string => {
  const reading = read(text);
  return reading.ok ? "" : reading.problems.map(showProblem).join("\n");
};
const peopleOf = (text: string) => {
  const reading = read(text);
  if (!reading.ok) throw new Error(problems(text));
  const noDigest = () => digest(`sha256:${"0".repeat(64)}`);
  return planOf(noDigest, defaultProcess, reading.value, null).people;
};

describe("R2: the directory", () => {
  const bot = "  bot: { name: Bot, email: bot@example.test, kind: agent }\n";

  test("gives a group's roles to each of its people, and pins deputies and delegators", () => {
    const groups = "groups: { sre-team: { people: [ada, bo], roles: [sre] } }";
    expect(peopleOf(file(bot, groups))).toMatchObject([
      { id: "ada", roles: ["devops-lead", "sre"], deputies: ["bo"] },
      { id: "bo", roles: ["sre"] },
      { id: "bot", kind: "agent", for: "ada" },
    ]);
  });
  test("has exactly one owner", () => {
    expect(problems(file("", "", "[ada, bo]"))).toMatch(/owner: is a list; write the id of the person/);
    expect(problems(file("").replace("owner: ada\n", ""))).toMatch(/owner: is missing/);
    expect(problems(file("", "", "nobody"))).toMatch(/owner: nobody is called "nobody"/);
  });
  test("keeps every address of a person, and gives each to one alone, however it is written", () => {
    const aliased = "  cy: { name: Cy, email: cy@example.test, aliases: [Cy@Home.test] }\n";
    expect(peopleOf(file(aliased)).find(({ id }) => id === "cy")?.emails).toEqual(["cy@example.test", "cy@home.test"]);
    expect(problems(file("  cy: { name: Cy, email: ADA+cy@example.test }\n"))).toMatch(/belongs to ada already/);
  });
});

test.each([
  ["", "groups: { ops: { people: [ad], roles: [sre] } }", /groups.ops.people\[0\]: nobody is called "ad"/],
  ["", "groups: { ops: { people: [ada], roles: [sree] } }", /groups.ops.roles\[0\]: the process has no role "sree"/],
  ["", "groups: { ops: { people: [], roles: [sre] } }", /groups.ops.people: is empty/],
  [
    "  bot: { name: Bot, email: b@x.test, kind: agent }\n",
    "groups: { ops: { people: [bot], roles: [sre] } }",
    /groups.ops.roles\[0\]: "sre" signs, which an agent never does/,
  ],
  ["  cy: { name: Cy, email: c@x.test, deputies: [cy] }\n", "", /people.cy.deputies\[0\]: nobody is their own deputy/],
  ["  cy: { name: Cy, email: c@x.test, deputies: [be] }\n", "", /people.cy.deputies\[0\]: nobody is called "be"/],
  [
    "  bot: { name: Bot, email: b@x.test, kind: agent }\n  cy: { name: Cy, email: c@x.test, deputies: [bot] }\n",
    "",
    /people.cy.deputies\[0\]: "bot" is an agent/,
  ],
  ["  cy: { name: Cy, email: c@x.test, for: ada }\n", "", /people.cy.for: only an agent acts for somebody/],
  ["  bot: { name: Bot, email: b@x.test, kind: agent, for: eve }\n", "", /people.bot.for: nobody is called "eve"/],
  ["", "escalation-channel: pager", /escalation-channel: there is no channel "pager"/],
])("%s%s is refused", (people, rest, expected) => {
  expect(problems(file(people, rest))).toMatch(expected);
});
