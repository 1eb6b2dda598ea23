import { resolve } from "node:path";
import type { SentAlert } from "../api/alertmanager-request.ts";
import type { Engine, WithoutStamp } from "../conductor/engine.ts";
import { isOpen } from "../domain/incident/incident.ts";
import type { Actor } from "../domain/release/commands.ts";
import { describe } from "../domain/release/describe.ts";
import type { Release } from "../domain/release/release.ts";
import { AppError, catalogue, fill } from "../errors.ts";
import type { Context } from "./context.ts";
import { textOf } from "./text-of.ts";

/**
 * Every alert of the file that a webhook of Alertmanager was sent; one that is refused keeps none of the others back.
 * @throws AppError `USAGE` where the file cannot be read
 */
export const importAlerts = async (context: Context, id: string, by: Actor, file: string): Promise<number> => {
  const { readAlertmanager } = await import("../api/alertmanager-request.ts");
  const text = await textOf(file === "-" ? "/dev/stdin" : resolve(context.io.cwd, file));
  if (text === null) throw new AppError("USAGE", { problem: `${file} is not there.`, fix: "Name a file, or -." });
  const read = readAlertmanager(text);
  if (!read.ok)
    throw new AppError("USAGE", {
      problem: `${file} is nothing that Alertmanager sends: ${read.problems.join("; ")}.`,
      fix: 'Give the body of its webhook, version "4".',
    });
  const engine = await context.engine();
  const said: { readonly key: string; readonly ok: boolean; readonly says: readonly string[] }[] = [];
  for (const alert of read.alerts) said.push({ key: alert.key, ...(await give(engine, id, by, alert)) });
  context.answer({ alerts: said }, () => said.flatMap(({ says }) => says).join("\n") || "It holds no alert.");
  return said.every(({ ok }) => ok) ? 0 : 4;
};

const give = async (engine: Engine, id: string, by: Actor, alert: SentAlert) => {
  const { release } = await engine.load(id);
  const command = commandFor(release, alert);
  if (command === null) return { ok: true, says: [`${alert.key} is resolved, and was no trigger`] };
  const handled = await engine.command(id, by, command);
  if (!handled.ok) {
    const { code, detail } = handled.refusal;
    const { message, fix } = catalogue[code];
    return { ok: false, says: [`${alert.key}: ${fill(message, detail)} ${fill(fix, detail)}`] };
  }
  return { ok: true, says: [...handled.events.map(describe), ...(handled.note === null ? [] : [handled.note])] };
};

/** What went back by itself is settled by that, and by no message that the alert is over. */
const commandFor = ({ triggers }: Release, alert: SentAlert): WithoutStamp | null => {
  const { status, severity, says, environment, key } = alert;
  if (status === "firing") return { type: "RaiseTrigger", severity, source: "alert", says, environment, key };
  const open = triggers.find((one) => one.key === key && isOpen(one) && one.decision?.choice !== "roll-back");
  if (open === undefined) return null;
  return { type: "SettleTrigger", trigger: open.id, how: "cleared", reason: `the alert is resolved: ${says}` };
};
