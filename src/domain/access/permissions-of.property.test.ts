import fc from "fast-check";
import { expect, test } from "vitest";
import { permissions } from "./permission.ts";
import { type AccessRules, type Member, noNarrowing, permissionsOf } from "./permissions-of.ts";

const ids = ["ada", "ben", "bot"];
const some = fc.uniqueArray(fc.constantFrom(...permissions));
const someIds = fc.uniqueArray(fc.constantFrom(...ids));
const member: fc.Arbitrary<Member> = fc.record({
  id: fc.constantFrom(...ids),
  kind: fc.constantFrom("human", "agent"),
  hasPart: fc.boolean(),
});
const rules: fc.Arbitrary<AccessRules> = fc.record({
  administrators: someIds,
  only: fc.record(Object.fromEntries(permissions.map((name) => [name, someIds])), { requiredKeys: [] }),
});
const narrowing = fc.record({ groups: fc.option(some), scopes: fc.option(some) });

test("an agent never approves or administers, whatever anything says", () => {
  fc.assert(
    fc.property(member, rules, narrowing, (who, rule, said) => {
      const given = permissionsOf({ ...who, kind: "agent" }, rule, said);
      expect(given.has("approve") || given.has("administer")).toBe(false);
    }),
    { seed: 6 },
  );
});

test("lists, groups and scopes never widen, but for administer by a group", () => {
  fc.assert(
    fc.property(member, rules, narrowing, (who, rule, said) => {
      const plain = permissionsOf(who, { ...rule, only: {} }, noNarrowing);
      const wider = [...permissionsOf(who, rule, said)].filter((name) => !plain.has(name));
      const byGroup = who.kind === "human" && said.groups?.includes("administer") === true;
      expect(wider).toEqual(byGroup && wider.length > 0 ? ["administer"] : []);
    }),
    { seed: 6 },
  );
});

test("a token never has what its scopes leave out, administer by a group included", () => {
  fc.assert(
    fc.property(member, rules, narrowing, some, (who, rule, { groups }, scopes) => {
      for (const name of permissionsOf(who, rule, { groups, scopes })) {
        expect(scopes).toContain(name);
        expect(permissionsOf(who, rule, { groups, scopes: null })).toContain(name);
      }
    }),
    { seed: 6 },
  );
});

const nobody: AccessRules = { administrators: [], only: {} };
const of = (who: Partial<Member>, rule = nobody) =>
  [...permissionsOf({ id: "ada", kind: "human", hasPart: true, ...who }, rule, noNarrowing)].join(" ");

test("what each sort of member may do", () => {
  expect(of({})).toBe("see prepare operate approve");
  expect(of({ hasPart: false })).toBe("see");
  expect(of({ kind: "agent", hasPart: false })).toBe("see prepare operate");
  expect(of({}, { ...nobody, administrators: ["ada"] })).toBe("see prepare operate approve administer");
  expect(of({}, { administrators: [], only: { operate: ["ben"], approve: ["ada"] } })).toBe("see prepare approve");
});
