import { shownFor } from "../domain/process/shown.ts";
import { status } from "../domain/process/status.ts";
import type { Shown } from "../domain/release/events.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import type { Engine } from "./engine.ts";
import { readEnvironment } from "./environment-store.ts";
import { keptHistory } from "./kept-history.ts";
import { listEnvironments } from "./list-environments.ts";
import { type Loaded, type Loader, releaseStream } from "./load.ts";

/** What a journal and its blobs say by themselves, wherever they are. */
export type ReadingEngine = Pick<
  Engine,
  | "now"
  | "load"
  | "readEnvironment"
  | "listEnvironments"
  | "blob"
  | "history"
  | "calendarOf"
  | "calendar"
  | "conflicts"
  | "status"
  | "shown"
>;

type ReadingDeps = Pick<Deps, "journal" | "blobs" | "now" | "digestOf">;

/** The part of the engine that changes nothing and looks at nothing else: the same over a journal that is far away. */
export const readingEngine = (deps: ReadingDeps, { load }: Loader): ReadingEngine => {
  const runsOf = async ({ release: { service, plan } }: Loaded) =>
    Object.fromEntries(
      await Promise.all(
        Object.keys(plan.environments).map(
          async (name) => [name, (await readEnvironment(deps, service, name)).runs] as const,
        ),
      ),
    );
  const calendarOf = async ({ config, release }: Loaded) => {
    const [{ calendarAround }, { readCalendar }] = await Promise.all([
      import("./calendar-view.ts"),
      import("./calendar-store.ts"),
    ]);
    return calendarAround(config, await readCalendar(deps), release, deps.now());
  };
  const history = keptHistory(deps.journal);
  return {
    now: deps.now,
    load,
    readEnvironment: (service, name) => readEnvironment(deps, service, name),
    listEnvironments: () => listEnvironments(deps),
    blob: (digest) => deps.blobs.get(digest),
    history: async (id) => {
      await load(id);
      return history(releaseStream(id));
    },
    calendarOf,
    calendar: async (...asked) => (await import("./calendar-overview.ts")).calendarOverview(deps, ...asked),
    async conflicts(id) {
      const [{ judgePlan }, { bookings }] = await Promise.all([import("./probe-schedule.ts"), import("./bookings.ts")]);
      const { clashes, outside } = await judgePlan(deps, await load(id), bookings(deps), "production");
      return [...clashes.map(({ says }) => says), ...(outside === null ? [] : [outside])];
    },
    async status(id) {
      const loaded = await load(id);
      return { ...loaded, view: status(loaded.process, loaded.release, deps.now()), runs: await runsOf(loaded) };
    },
    async shown(id, requirement) {
      const loaded = await load(id);
      const { statement, shown } = approvalOf(loaded, requirement);
      return { statement, shown, ...signatureOf(deps, loaded, requirement, shown) };
    },
  };
};

const approvalOf = ({ process, release }: Loaded, requirement: string) => {
  const approval = process.requirements.find(({ id }) => id === requirement);
  if (approval === undefined) throw new AppError("UNKNOWN_REQUIREMENT", { requirement });
  if (approval.kind !== "approval")
    throw new AppError("WRONG_KIND", { requirement, kind: approval.kind, wanted: "approval" });
  return { statement: approval.statement, shown: shownFor(process, release, approval.shows) };
};

/** What a signature is for: the sentence, the build, and everything that was shown. */
const signatureOf = (deps: Pick<Deps, "digestOf">, loaded: Loaded, requirement: string, shown: readonly Shown[]) => {
  const { statement } = approvalOf(loaded, requirement);
  const build = loaded.release.build.digest;
  return { build, digest: deps.digestOf({ requirement, statement, build, shown }) };
};
