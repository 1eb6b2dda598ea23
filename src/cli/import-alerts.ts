import { resolve } from "node:path";
import { type Taken, takeAlert } from "../api/take-alert.ts";
import type { Actor } from "../domain/release/commands.ts";
import { AppError } from "../errors.ts";
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
  const said: Taken[] = [];
  for (const alert of read.alerts) said.push(await takeAlert(engine, id, by, alert));
  context.answer({ alerts: said }, () => said.flatMap(({ says }) => says).join("\n") || "It holds no alert.");
  return said.every(({ ok }) => ok) ? 0 : 4;
};
