import type { Backup, Backups } from "../config/backups.ts";
import { type DrillRun, isDrillDue } from "../domain/backups/drill-run.ts";
import { type StoreState, sumUp } from "../domain/backups/sum-up.ts";
import { AppError } from "../errors.ts";
import type { Probe } from "../probes/port.ts";
import { type DrillDeps, readDrills, runDrill } from "./backup-drills.ts";
import type { Loaded } from "./load.ts";
import { system } from "./operator.ts";
import { finding, told } from "./probe-answer.ts";

/**
 * How old the newest backups are, and what came back when they were last restored (R43). A store whose last drill is
 * older than `drill-every`, or failed, is restored now.
 */
export const backupsProbe =
  (deps: DrillDeps, { config }: Pick<Loaded, "config">): Probe =>
  async (question, signal) => {
    const { drillEvery, stores } = declared(config.backups);
    const drills = await readDrills(deps, config.service);
    const states: StoreState[] = [];
    // One after the other: a restore is heavy, and two at once would time each other.
    for (const store of stores) {
      const last = drills.get(store.name);
      const drill =
        last === undefined || isDrillDue(last, drillEvery, deps.now())
          ? await runDrill(deps, config, store, system, signal)
          : last;
      states.push(await stateOf(deps, store, drill, signal));
    }
    const { figures, problems, texts } = sumUp(states, deps.now());
    const findings = problems.map(({ store, says }) => finding(says, `backup ${store}`));
    return told(deps, question, "backups", figures, findings, texts);
  };

const declared = (backups: Backups | null): Backups => {
  if (backups !== null) return backups;
  const fix = "Name them under backups: in headgate.yaml, or bind a report under checks:.";
  throw new AppError("PROBE_FAILED", { probe: "backups", problem: "headgate.yaml names no backups", fix });
};

const stateOf = async (deps: DrillDeps, store: Backup, drill: DrillRun, signal: AbortSignal): Promise<StoreState> => {
  const { name } = store;
  switch (store.kind) {
    case "postgres":
    case "files": {
      const pattern = store.kind === "postgres" ? store.dump : store.archive;
      const { figures, texts } = await deps.looks.backupAge({ pattern, home: deps.home, now: deps.now() }, signal);
      const age = { ageHours: figures.ageHours ?? Number.POSITIVE_INFINITY, backup: texts?.backup ?? null };
      return { name, drill, hasSchema: store.kind === "postgres", ...age };
    }
    case "command": {
      const { backupAgeHours: then, schemaMatches } = drill.figures;
      const fix = "Let it tell the figure backupAgeHours.";
      if (then === undefined)
        throw new AppError("PROBE_FAILED", {
          probe: name,
          problem: "its drill does not say how old the backup is",
          fix,
        });
      const ageHours = then + (deps.now() - drill.at) / 3_600_000;
      return { name, drill, hasSchema: schemaMatches !== undefined, ageHours, backup: null };
    }
  }
};
