import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { matches } from "./matches.ts";
import { shown } from "./shown.ts";

export type CommandSettings = {
  readonly command: readonly string[];
  /** Starts it; rejects with `AppError` when it could not be started, was killed, or printed without end. */
  readonly run: (signal: AbortSignal) => Promise<{ readonly exit: number; readonly output: Uint8Array }>;
  readonly exit: number;
  readonly contains: string | null;
  /** A regular expression for what it prints. */
  readonly matches: string | null;
};

/** How a command ends and what it prints. One that does not come to an end could not look. */
export const command: Look<CommandSettings> = async (settings, signal) => {
  const { exit, output } = await settings.run(signal);
  const text = new TextDecoder().decode(output);
  const { contains } = settings;
  return answered("command", settings.command.join(" "), [
    ...(exit === settings.exit ? [] : [`ended with ${exit} instead of ${settings.exit}`]),
    ...(contains === null || text.includes(contains) ? [] : [`the answer does not contain ${shown(contains)}`]),
    ...(settings.matches === null ? [] : matches(settings.matches, text)),
  ]);
};
