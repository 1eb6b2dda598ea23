import { type Gap, gapsIn, gapText, minutesOf, type Shift } from "../domain/on-call.ts";
import { personNamed } from "../domain/release/person-named.ts";
import { type Instant, plus } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";
import { finding, type Part } from "./probe-answer.ts";

/** Who is on call, as far as people of the release are named; `strangers` are not counted. */
export type Roster = { readonly shifts: readonly Shift[]; readonly strangers: readonly string[] };

/** @throws AppError when its file cannot be read */
export const rosterOf = async (deps: Deps, { config, release }: Loaded): Promise<Roster> => {
  const { shifts = [], file = null } = config.onCall ?? {};
  const written = file === null ? shifts : await fromFile(deps, file);
  const known = written.map((one) => ({ ...one, who: personNamed(release, one.person) }));
  return {
    shifts: known.flatMap(({ who, from, to }) => (who === undefined ? [] : [{ person: who.id, from, to }])),
    strangers: [...new Set(known.filter(({ who }) => who === undefined).map(({ person }) => person))],
  };
};

const fromFile = async (deps: Deps, path: string): Promise<readonly Shift[]> => {
  const text = new TextDecoder().decode(await deps.readFile(path));
  const [{ readRoster }, { showProblem }] = await Promise.all([
    import("../config/read-roster.ts"),
    import("../config/read-document.ts"),
  ]);
  const reading = readRoster(path, text);
  if (reading.ok) return reading.value;
  const problem = reading.problems.slice(0, 5).map(showProblem).join("\n");
  throw new AppError("PROBE_FAILED", { probe: "The roster", problem, fix: "Mend the file." });
};

/** Whether somebody is on call from the planned start (or now) over the window and the validation period. */
export const rosterPart = ({ shifts, strangers }: Roster, loaded: Loaded, now: Instant): Part => {
  const period = watchedPeriod(loaded, now);
  const gaps = gapsIn(shifts, period);
  return {
    figures: { rosterShifts: shifts.length, rosterGapMinutes: minutesOf(gaps) },
    texts: { rosterPeriod: gapText(period) },
    lists: { rosterGapMinutes: gaps.map(gapText) },
    findings: [
      ...gaps.map((gap) => finding(`nobody is on call ${gapText(gap)}`, "on-call")),
      ...strangers.map((person) => ({
        ...finding(`a shift of "${person}" is not counted: no human of this release is called so`, "on-call"),
        severity: "medium" as const,
      })),
    ],
  };
};

/** A date that has passed says nothing about when it will begin. */
const watchedPeriod = ({ process, release }: Loaded, now: Instant): Gap => {
  const { productionAt, window = 0 } = release.plan;
  const from = productionAt === null || productionAt < now ? now : productionAt;
  const period = Math.max(0, ...process.stages.map((stage) => stage.period ?? 0));
  return { from, to: plus(from, (window + period) as typeof process.rollbackWindow) };
};
