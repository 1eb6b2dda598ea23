import type { Engine, WithoutStamp } from "../conductor/engine.ts";
import { isOpen } from "../domain/incident/incident.ts";
import type { Actor } from "../domain/release/commands.ts";
import { describe } from "../domain/release/describe.ts";
import type { Release } from "../domain/release/release.ts";
import { catalogue, fill } from "../errors.ts";
import type { SentAlert } from "./alertmanager-request.ts";

/** What came of one alert, in words. */
export type Taken = { readonly key: string; readonly ok: boolean; readonly says: readonly string[] };

/**
 * Gives one alert to a release, whichever surface it came by: a trigger, or that one is over.
 * @throws AppError `RELEASE_NOT_FOUND`
 */
export const takeAlert = async (engine: Engine, id: string, by: Actor, alert: SentAlert): Promise<Taken> => {
  const { key } = alert;
  const { release } = await engine.load(id);
  const command = commandFor(release, by, alert);
  if (typeof command === "string") return { key, ok: true, says: [command] };
  const handled = await engine.command(id, by, command);
  if (!handled.ok) {
    const { code, detail } = handled.refusal;
    const { message, fix } = catalogue[code];
    return { key, ok: false, says: [`${key}: ${fill(message, detail)} ${fill(fix, detail)}`] };
  }
  return { key, ok: true, says: [...handled.events.map(describe), ...(handled.note === null ? [] : [handled.note])] };
};

/**
 * What went back by itself is settled by that, and by no message that the alert is over. An agent settles nothing: it
 * notes once that the alert is over, for the person who does.
 */
const commandFor = (release: Release, by: Actor, alert: SentAlert): WithoutStamp | string => {
  const { status, severity, says, environment, key } = alert;
  if (status === "firing") return { type: "RaiseTrigger", severity, source: "alert", says, environment, key };
  const open = release.triggers.find((one) => one.key === key && isOpen(one) && one.decision?.choice !== "roll-back");
  if (open === undefined) return `${key} is resolved, and was no trigger`;
  const reason = `the alert is resolved: ${says}`;
  if (by.kind === "human") return { type: "SettleTrigger", trigger: open.id, how: "cleared", reason };
  const isNoted = release.notes.some(({ text, about }) => text === reason && about === open.id);
  if (isNoted) return `${key} is resolved, as was noted`;
  return { type: "TakeNote", kind: "note", text: reason, about: open.id };
};
