import { expect, test } from "vitest";
import { configOf } from "../../test/support/complaints.ts";
import { calendarRulesOf } from "./calendar-rules-of.ts";

test("a deputy has the roles of whoever it stands in for, and an agent has none", () => {
  const config = configOf("");
  const [ada] = config.people;
  const person = (id: string, kind: "human" | "agent") => ({ ...ada!, id, kind, roles: [], deputies: [] });
  const people = [
    { ...ada!, roles: ["lead"], deputies: ["ben", "bot"] },
    person("ben", "human"),
    person("eve", "human"),
  ];

  const rules = calendarRulesOf(
    { ...config, people: [...people, person("bot", "agent")] },
    { calendarRoles: ["lead"] },
  );

  const roles = Object.fromEntries(rules.people.map((one) => [one.id, one.roles]));
  expect(roles).toMatchObject({ [ada!.id]: ["lead"], ben: ["lead"], eve: [], bot: [] });
  expect(rules.people.find(({ id }) => id === "bot")?.kind).toBe("agent");
});
