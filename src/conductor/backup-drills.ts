import type { Backup } from "../config/backups.ts";
import type { Config } from "../config/config.ts";
import {
  type BackupEvent,
  backupStream,
  type DrillRun,
  type LastDrills,
  lastDrills,
} from "../domain/backups/drill-run.ts";
import { AppError } from "../errors.ts";
import { readReport } from "../evidence/read-report.ts";
import type { Actor } from "../journal/port.ts";
import type { Seen } from "../probes/port.ts";
import { againOnConflict } from "./again-on-conflict.ts";
import type { Deps } from "./deps.ts";
import { toEntry, toEvent } from "./entries.ts";
import { redact } from "./redact.ts";

/** What the drills need of the world. */
export type DrillDeps = Pick<Deps, "looks" | "journal" | "blobs" | "now" | "home" | "clock" | "runCommand">;

/** The last drill of each store, from the service's own stream. */
export const readDrills = async ({ journal }: Pick<Deps, "journal">, service: string): Promise<LastDrills> =>
  lastDrills((await journal.read(backupStream(service))).map((entry) => toEvent<BackupEvent>(entry)));

/** Restores one store's newest backup, and writes down how that went; a backup that cannot be restored is no error. */
export const runDrill = async (
  deps: DrillDeps,
  { service }: Pick<Config, "service">,
  store: Backup,
  by: Actor,
  signal: AbortSignal,
): Promise<DrillRun> => {
  const { figures, findings, texts = {} } = await restored(deps, service, store, signal);
  const run: DrillRun = {
    at: deps.now(),
    store: store.name,
    by: by.id,
    figures,
    problems: findings.map(({ title }) => redact(title)),
    texts: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, redact(text)])),
    raw: await deps.blobs.put(new TextEncoder().encode(redact(JSON.stringify({ figures, findings, texts })))),
  };
  await againOnConflict(async () => {
    const version = (await deps.journal.read(backupStream(service))).length;
    await deps.journal.append(backupStream(service), version, [toEntry(by)({ type: "BackupDrillRun", ...run })]);
  });
  return run;
};

const restored = (deps: DrillDeps, service: string, store: Backup, signal: AbortSignal): Promise<Seen> => {
  const { home, looks } = deps;
  switch (store.kind) {
    case "postgres":
      return looks.postgresDrill({ ...store, service, home, now: deps.now() }, signal);
    case "files":
      return looks.filesDrill({ ...store, home }, signal);
    case "command":
      return byCommand(deps, store, signal);
  }
};

const byCommand = async (
  deps: DrillDeps,
  { name, command, within }: Extract<Backup, { kind: "command" }>,
  signal: AbortSignal,
): Promise<Seen> => {
  using limit = deps.clock.timeout(within);
  const options = { cwd: deps.home, env: { HEADGATE_STORE: name } };
  const { exit, output, errors } = await deps.runCommand(command, options, AbortSignal.any([signal, limit.signal]));
  const read = readReport("figures", output);
  const fix = "Run it by hand; it prints a report of figures.";
  if (!read.ok)
    throw new AppError("PROBE_FAILED", {
      probe: command.join(" "),
      problem: `${read.problem}; ${errors.slice(-300)}`,
      fix,
    });
  const { figures, texts, findings } = read.report;
  const failed = exit === 0 ? [] : [{ id: name, severity: "high", title: `exit ${exit}`, where: name } as const];
  return { figures, texts, findings: [...findings, ...failed] };
};
