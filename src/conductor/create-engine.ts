import { emptyEnvironment } from "../domain/environment.ts";
import { heldBackBuild } from "../domain/environment-queue.ts";
import type { Command } from "../domain/release/commands.ts";
import { AppError } from "../errors.ts";
import type { Deps } from "./deps.ts";
import type { Engine, WithoutStamp } from "./engine.ts";
import { readEnvironment } from "./environment-store.ts";
import type { handle as Handle } from "./handle.ts";
import type { keepQueue as KeepQueue } from "./keep-queue.ts";
import { listReleases } from "./list.ts";
import { type Loaded, loader as makeLoader } from "./load.ts";
import { readingEngine } from "./reading-engine.ts";
import type { Refusable } from "./record-refusal.ts";

type Actor = Command["by"];

type Recorded = <T>(request: Refusable, act: string, perform: () => Promise<T>) => Promise<T>;

/** The engine over a set of ports: what every surface drives. What acts is loaded when it acts, so that looking is quick. */
export const createEngine = (deps: Deps, parseYaml: (text: string) => Promise<unknown>): Engine => {
  const readYaml = async (path: string) => parseYaml(new TextDecoder().decode(await deps.readFile(path)));
  const loader = makeLoader(deps);
  const reading = readingEngine(deps, loader);
  const { load } = loader;
  const page = once(async () => (await import("./release-index.ts")).releaseIndex(deps, loader));
  const handle: typeof Handle = async (...asked) => (await import("./handle.ts")).handle(...asked);
  const keepQueue: typeof KeepQueue = async (...asked) => (await import("./keep-queue.ts")).keepQueue(...asked);
  const recorded: Recorded = async (...asked) => (await import("./record-refusal.ts")).recordRefusal(deps, ...asked);
  const give = (id: string, by: Actor, command: WithoutStamp) =>
    handle(deps, loader, id, { ...command, at: deps.now(), by } as Command);

  return {
    ...reading,
    page: async (query) => (await page())(query),
    look: async (config, name, signal) => (await import("./look.ts")).look(deps, config, name, signal),
    seenTraffic: async (...asked) => (await import("./seen-traffic.ts")).seenTraffic(deps, ...asked),
    probe: async (...asked) => (await import("./try-probes.ts")).tryProbes(deps, ...asked),
    watchEnvironments: async (config, signal) =>
      (await import("./watch-environments.ts")).watchEnvironments(deps, config, signal),
    releaseHold: (request) =>
      recorded(request, "release-hold", async () => (await import("./release-hold.ts")).releaseHold(deps, request)),
    unstick: (request, signal) =>
      recorded(request, "unstick", async () => (await import("./unstick.ts")).unstick(deps, give, request, signal)),
    adopt: (request, signal) =>
      recorded(request, "adopt", async () => (await import("./adopt.ts")).adopt(deps, request, signal)),
    takeDown: (request, signal) =>
      recorded(request, "down", async () => (await import("./take-down.ts")).takeDown(deps, request, signal)),
    drillBackups: async (request, signal) => (await import("./drill-backups.ts")).drillBackups(deps, request, signal),
    backUp: async (request, signal) => (await import("./drill-backups.ts")).backUpStore(deps, request, signal),
    async command(id, by, command) {
      const { withoutSecrets } = await import("./without-secrets.ts");
      const handled = await give(id, by, withoutSecrets(await asShown(deps, load, id, command)));
      await keepQueue(deps, (await load(id)).release, handled);
      return handled;
    },
    async confirmPresence(id, requirement, post, by) {
      const { onCallNow } = await import("./on-call-now.ts");
      const onCall = await onCallNow(deps, await load(id));
      return give(id, by, { type: "ConfirmPresence", requirement, post, onCall });
    },
    list: () => listReleases(deps, loader),
    async open(request) {
      const { prepareOpening, releaseId } = await import("./open.ts");
      const id = releaseId(request.config.service, request.version);
      return { id, ...(await handle(deps, loader, id, await prepareOpening(deps, request), request.process)) };
    },
    async rebuild(id, { path, version, commit, committedAt, authors, by, reason, fix }) {
      await load(id);
      const digest = await deps.builds.add(path);
      return give(id, by, {
        type: "ReplaceBuild",
        reason,
        build: { digest, version, commit, authors, ...(committedAt === undefined ? {} : { committedAt }) },
        ...(fix === undefined ? {} : { fix }),
      });
    },
    async actOnCalendar({ config, process, act, by }, signal) {
      const [{ actOnCalendar }, { calendarRulesOf }, { refreshSchedules }, { probesFor }] = await Promise.all([
        import("./calendar-store.ts"),
        import("./calendar-rules-of.ts"),
        import("./refresh-schedules.ts"),
        import("./probes.ts"),
      ]);
      const decision = await actOnCalendar(deps, calendarRulesOf(config, process), { ...act, at: deps.now(), by });
      const hasChanged = decision.ok && decision.events.length > 0;
      // An exception names its release, and may be of whatever service.
      const service = "service" in act ? act.service : null;
      const refreshed = hasChanged
        ? await refreshSchedules(deps, loader, probesFor(deps), { service }, signal)
        : { asked: [], failed: [] };
      return { decision, ...refreshed };
    },
    async start(id, requirement, by, { config }) {
      const { runbookOf } = await import("./open.ts");
      const loaded = await load(id);
      const { process, release } = loaded;
      const asked = process.requirements.find((one) => one.id === requirement);
      const there =
        asked?.kind === "rollout" ? await readEnvironment(deps, release.service, asked.environment) : emptyEnvironment;
      const handled = await give(id, by, {
        type: "StartRollout",
        requirement,
        runbook: deps.digestOf(runbookOf(process, config)),
        runs: there.runs,
        heldBack: heldBackBuild(there, release.build.digest),
        calendar: await reading.calendarOf(loaded),
      });
      await keepQueue(deps, release, handled);
      return handled;
    },
    importPackage: async (id, folder, by) =>
      (await import("./import.ts")).importPackage({ deps, loader, id, by }, folder, parseYaml),
    importReport: async (id, requirement, file, by, { part, format, source = file }) =>
      (await import("./import.ts")).importReport(
        { deps, loader, id, by },
        { requirement, part, file: source, format, bytes: deps.openFile(file) },
      ),
    file: async (id, requirement, path, by) =>
      (await import("./file-into.ts")).fileInto(deps, loader, readYaml, { id, requirement, path, by }),
    readRecord: async (path) => (await import("./file-into.ts")).readRecord(deps, readYaml, path),
    conduct: async (id, options) => {
      const [{ conduct }, { probesFor }] = await Promise.all([import("./conduct.ts"), import("./probes.ts")]);
      return conduct(deps, loader, probesFor(deps), id, options);
    },
    conductMany: async (options) => {
      const [{ conductMany }, { probesFor }] = await Promise.all([import("./conduct-many.ts"), import("./probes.ts")]);
      return conductMany(deps, loader, probesFor(deps), options);
    },
  };
};

/** Made with the first call, and kept. */
const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

/** The digest of a signature is ours to make; whoever sends another one was shown something else (T46). */
const asShown = async (
  deps: Deps,
  load: (id: string) => Promise<Loaded>,
  id: string,
  command: WithoutStamp,
): Promise<WithoutStamp> => {
  if (command.type !== "Approve") return command;
  const { requirement, shown, shownDigest } = command;
  const { process } = await load(id);
  const approval = process.requirements.find((one) => one.id === requirement);
  if (approval?.kind !== "approval") return command;
  const { statement } = approval;
  const digest = deps.digestOf({ requirement, statement, build: command.build, shown });
  if (digest !== shownDigest) throw new AppError("SHOWN_CHANGED", { requirement, changed: "the digest" });
  return command;
};
