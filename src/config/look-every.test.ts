import { describe, expect, test } from "vitest";
import { type Case, later, openCase } from "../../test/support/case.ts";
import { defaultProcess } from "../../test/support/default-process.ts";
import { answered, stageOf, walked } from "../../test/support/walk.ts";
import { openCalendar } from "../domain/calendar/hindrance.ts";
import type { Process } from "../domain/process/process.ts";
import { reconcile } from "../domain/release/reconcile.ts";
import { effectiveProcess } from "../process/load.ts";
import type { Config } from "./config.ts";
import { loadConfig } from "./load.ts";
import { showProblem } from "./read-document.ts";

const audit = "validation.compliance";
const file = (looks: string): string => `service: shop
owner: ada
people: { ada: { name: Ada, email: ada@example.test } }
environments: { staging: { instances: { command: [x] } }, production: { instances: { command: [x] } } }
look-every: ${looks}
`;
const read = (looks: string) => loadConfig("headgate.yaml", file(looks), defaultProcess);
const configOf = (looks: string): Config => {
  const reading = read(looks);
  if (!reading.ok) throw new Error(reading.problems.map(showProblem).join("\n"));
  return reading.value;
};
const pausesOf = ({ requirements }: Process, id: string) =>
  requirements.flatMap((one) => (one.id === id && one.kind === "check" ? [one.every] : []))[0];

describe("R100: looking oftener than the process asks for", () => {
  const minute = 60_000;
  const process = effectiveProcess(defaultProcess, configOf(`{ ${audit}: 4m }`));
  const live = walked(openCase(process), (now) => stageOf(now, "validation") === "open");
  const asks = ({ release, at }: Case): boolean =>
    reconcile(process, release, at, openCalendar).some((one) => one.kind === "ask" && one.requirement === audit);

  test("an audit sink that is disabled after a look is found within 5 minutes, and somebody is told", () => {
    const well = answered(live, audit);
    expect(asks(later(well, 3 / 60))).toBe(false);
    const next = later(well, 4 / 60);
    expect(asks(next)).toBe(true);
    expect(next.at - well.at).toBeLessThan(5 * minute);
    const off = answered(next, audit, { figures: { checked: 1, missingAuditEntries: 1, problems: 0 } });
    expect(off.release.triggers.at(-1)).toMatchObject({ key: audit, severity: "medium", settled: null });
  });
  test("shortens every stretch of the process's own, and lengthens none", () => {
    const smoke = effectiveProcess(defaultProcess, configOf("{ validation.smoke: 6h }"));
    expect(pausesOf(smoke, "validation.smoke")).toEqual([
      { for: 24 * 60 * minute, every: 60 * minute },
      { every: 360 * minute },
    ]);
    expect(pausesOf(process, "validation.users")).toEqual(pausesOf(defaultProcess, "validation.users"));
  });
  test.each([
    [
      `{ ${audit}: 10s }`,
      /look-every\["validation\.compliance"\]: 10s is too often; write 1m or more, and less than 1d/,
    ],
    [`{ ${audit}: 1d }`, /1d is no oftener than the process asks for/],
    ["{ validation.complianse: 4m }", /no check of this name .*did you mean "validation.compliance"\?/],
    ["{ entry.functional: 4m }", /no check of this name is looked at again and again/],
  ])("%s is refused", (looks, expected) => {
    const reading = read(looks);
    expect(reading.ok ? "" : reading.problems.map(showProblem).join("\n")).toMatch(expected);
  });
});
