import { fallingDue, stopping } from "../process/due.ts";
import type { Process } from "../process/process.ts";
import { status } from "../process/status.ts";
import { accept, type Decision } from "../refusal.ts";
import type { Command } from "./commands.ts";
import type { ReleaseEvent } from "./events.ts";
import type { Release } from "./release.ts";

/** Clocks of what people owe: they begin when somebody can act, and who was told is never told again. */
export const decideDue = (
  process: Process,
  release: Release,
  command: Extract<Command, { type: "NoteDue" | "RecordTold" }>,
): Decision<ReleaseEvent> => {
  const { at } = command;
  if (command.type === "NoteDue") {
    const view = status(process, release, at);
    const [until, stopped] = [fallingDue(process, release, view, at), stopping(process, release, view, at)];
    return accept<ReleaseEvent>([
      ...(stopped.length === 0 ? [] : [{ type: "DueStopped" as const, at, requirements: stopped }]),
      ...(Object.keys(until).length === 0 ? [] : [{ type: "BecameDue" as const, at, until }]),
    ]);
  }
  const { requirement, rung, to, delivered, detail } = command;
  const told = release.due[requirement]?.told;
  // Done meanwhile, or a late echo: nothing to keep.
  if (told === undefined || told.includes(`${rung} ${to}`)) return accept();
  return accept<ReleaseEvent>([{ type: "OverdueTold", at, requirement, rung, to, delivered, detail }]);
};
