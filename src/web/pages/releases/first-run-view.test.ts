import { describe, expect, test } from "vitest";
import { firstSteps, isFirstRun } from "./first-run-view.ts";

const roles = [
  { id: "sre", title: "SRE", required: true },
  { id: "qa-lead", title: "QA Lead", required: true },
  { id: "guest", title: "Guest", required: false },
];
const person = (kind: "human" | "agent", ...held: string[]) => ({ id: "ada", name: "Ada", kind, roles: held });
const runs = (environment: string, version: string | null) => ({
  environment,
  runs: version === null ? null : { version },
});
const steps = (people: readonly object[], environments: readonly object[], hasReleases = false) =>
  firstSteps({ service: { service: "shop", people, roles }, environments, hasReleases } as never);

describe("the first steps of a team", () => {
  test("name the roles that have to be held and are not, whatever an agent has", () => {
    const [first] = steps([person("human", "sre"), person("agent", "qa-lead")], []);
    expect(first).toMatchObject({ isDone: false, command: "headgate check" });
    expect(first?.says).toBe("Nobody is QA Lead: give these roles to people in headgate.yaml.");
  });

  test("name the environments of which nobody said what runs, with what to type for each", () => {
    const [, second] = steps([], [runs("staging", "1.0.0"), runs("production", null)]);
    expect(second?.isDone).toBe(false);
    expect(second?.says).toContain("Nobody said what runs in production:");
    expect(second?.command).toBe(
      'headgate adopt production --build DIR --version V --reason "it is in service" --as YOU',
    );
    expect(second?.at).toEqual([["/environments/production", "Say it here for production"]]);
  });

  test("are ticked by facts, and say them", () => {
    const all = steps([person("human", "sre", "qa-lead")], [runs("staging", "1.0.0"), runs("production", "1.0.0")]);
    expect(all.map(({ isDone }) => isDone)).toEqual([true, true, false]);
    expect(all[1]?.says).toBe("staging runs 1.0.0, production runs 1.0.0");
    expect(all[2]?.command).toContain("headgate open");
  });

  test("are over when all of them are done", () => {
    const environments = [runs("staging", "1.0.0"), runs("production", "1.0.0")];
    expect(isFirstRun(steps([person("human", "sre", "qa-lead")], environments, true))).toBe(false);
    expect(isFirstRun(steps([person("human", "sre", "qa-lead")], environments))).toBe(true);
  });
});
