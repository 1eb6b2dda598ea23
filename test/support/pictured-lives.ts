import type { ReleaseStatus } from "../../src/domain/process/status.ts";
import { status } from "../../src/domain/process/status.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { type Instant, millis } from "../../src/domain/units.ts";
import { countedTraffic, type Manner } from "./counted-traffic.ts";
import { day, hour, type Life, minute, type Nature } from "./life.ts";
import { conductPaper, conductRollouts } from "./life-machines.ts";
import { usually } from "./life-people.ts";
import { step } from "./release.ts";
import type { Told } from "./story-pages.ts";
import { begin, live } from "./whole-life.ts";

/** A release as its pages are shown in pictures. */
export type Pictured = Pick<Told, "opened" | "events" | "now">;

const bake = millis(10 * minute);
const steps = [step(5, 1, { bake }), step(25, 1, { bake }), step(50, 2, { bake }), step(100, 4, { bake })];
const environments = { staging: { steps, count: 4 }, production: { steps, count: 4 } };
const plan = { environments, interval: millis(20_000), watchInterval: millis(2 * hour) };

const well: Manner = { errors: 0.002, ms: 40 };
/** Every fiftieth request fails, but only where users are. */
const ill: Manner = { errors: 0.02, ms: 46 };

/** What nobody does before it is seen in a picture. */
const left = (wanted: ReadonlySet<string>): NonNullable<Nature["takes"]> => {
  return (life, owed) => (wanted.has(owed.id) ? null : usually(life, owed));
};

const stageIs = (id: string) => (life: Life) => stages(life).some((one) => one.id === id && one.state === "open");
const stages = (life: Life): ReleaseStatus["stages"] => status(life.process, life.release, life.now).stages;

const lived = (nature: Nature, mannerOf: (production: boolean) => Manner = () => well) => {
  const traffic = countedTraffic(({ environment }) => mannerOf(environment === "production"));
  const life = begin({ opened: { plan }, nature: { ...nature, sees: traffic.sees } });
  const until = (is: (life: Life) => boolean, days = 60): Pictured => {
    live(life, days, is);
    // Machines have just looked; else what is seen would be old by however long the clock slept last.
    conductRollouts(life);
    conductPaper(life);
    return told(traffic.counted(life.events), life.now);
  };
  return { life, until };
};

/** The process and the configuration that it stands under are those of the pages. */
const told = ([first, ...events]: readonly ReleaseEvent[], now: Instant): Pictured => {
  if (first?.type !== "ReleaseOpened") throw new RangeError("a life begins with its opening");
  const { type: _, process: __, config: ___, ...opened } = first;
  return { opened, events, now };
};

/** The checklist is open: the last backup is old, and people owe what they owe. */
export const atTheChecklist = (): Pictured => {
  const { until } = lived({
    takes: left(new Set(["A5", "A6", "A7", "A8", "A21", "A22", "documents.readers"])),
    finds: (_, { id }) => (id === "checklist.backups" ? oldBackup : {}),
  });
  until(stageIs("checklist"));
  return until(() => false, 1);
};

const oldBackup = {
  figures: { backupAgeHours: 31, restoreAgeDays: 12, rowsRestored: 48_210, rowsDamaged: 0, schemaMatches: 1 },
};

const inProduction = (life: Life) => life.release.rollouts.findLast((one) => one.environment === "production");

/** The go for production waits for the one who gives it. */
export const toBeSigned = (): Pictured => {
  const { life, until } = lived({ takes: left(new Set(["A12"])) });
  until(stageIs("staging"));
  return until(() => status(life.process, life.release, life.now).blocking.every(({ id }) => id === "A12"), 20);
};

/** On its third step in production, with half of the traffic and a few minutes of counts. */
export const onItsWay = (): Pictured => {
  const { until } = lived({});
  until((life) => inProduction(life)?.weight === 50);
  return until(() => false, (4 * minute) / day);
};

/** Users saw harm, and traffic went back by itself. */
export const wentBack = (): Pictured => {
  const { until } = lived({}, (isProduction) => (isProduction ? ill : well));
  return until((life) => inProduction(life)?.phase === "rolled-back");
};

/** In service for a day, and watched. */
export const inValidation = (): Pictured => {
  const { until } = lived({ takes: left(new Set(["A17", "A18", "A19", "A20"])) });
  until(stageIs("validation"));
  return until(() => false, 1);
};
