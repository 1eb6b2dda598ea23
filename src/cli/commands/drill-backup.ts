import { z } from "zod";
import type { DrillRun } from "../../domain/backups/drill-run.ts";
import { catalogue } from "../../errors.ts";
import { actor } from "../acting.ts";
import { argument, command } from "../command.ts";
import { as } from "../options.ts";

export const drillBackup = command({
  name: "drill-backup",
  summary: "Restore the newest backups to a scratch place, and see what comes back",
  args: { store: argument(z.string().min(1).optional(), "name of a store under backups: in headgate.yaml, else all") },
  options: { as },
  examples: [
    ["drill-backup --as cy", "restore every store; releases count the result for as long as drill-every says"],
    ["drill-backup orders --as cy", "one of them"],
  ],
  async run({ store = null, as }, context) {
    const { config } = await context.project();
    const by = await actor(context, as, config.people);
    const engine = await context.engine();
    const drills = await engine.drillBackups({ config, store, by }, context.io.signal);
    context.answer({ drills }, () => drills.map(sayDrill).join("\n"));
    return drills.some(({ problems }) => problems.length > 0) ? catalogue.GATE_CLOSED.exit : 0;
  },
});

const sayDrill = ({ store, figures, problems, texts }: DrillRun): string => {
  const { rowsRestored = 0, restoreSeconds = 0 } = figures;
  const about = texts.backup === undefined ? "" : ` from ${texts.backup}`;
  const compared = texts.comparedWith === undefined ? "" : `, compared with ${texts.comparedWith}`;
  if (problems.length > 0) return [`${store}${about}: failed`, ...problems.map((problem) => `  ${problem}`)].join("\n");
  return `${store}${about}: ${rowsRestored} rows came back in ${restoreSeconds.toFixed(1)} s${compared}`;
};
