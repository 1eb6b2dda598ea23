import type { AppError } from "../../../errors.ts";
import { hide } from "../hide.ts";
import type { Heard } from "../readiness.ts";
import { failed } from "./failures.ts";
import type { OnHost } from "./on-host.ts";
import type { SshSettings } from "./settings.ts";
import { endpointOf, type Slot } from "./slot.ts";

export type Unready = {
  readonly seen: readonly Slot[];
  /** Hosts that could not be looked at any more. */
  readonly failures: readonly Error[];
  readonly heard: Heard;
  readonly signal: AbortSignal;
};

/** Why it is not ready: each instance, its last answers, the end of its log. */
export const neverReady = async (
  settings: SshSettings,
  on: OnHost,
  { seen, failures, heard, signal }: Unready,
): Promise<AppError> => {
  const reasons = await Promise.all(
    seen.map(async (slot) => {
      const id = endpointOf(slot);
      return `\n  ${id} is ${wordsFor(slot)}; ${heard.of(id)}; its log ends:${await logOf(settings, on, slot, signal)}`;
    }),
  );
  const cut = failures.map(({ message }) => `\n  ${message}`);
  const when = signal.aborted ? "when it was called off" : `within ${settings.readyWithin} ms`;
  const fix = `Mend what the log says, or raise readyWithin; ${settings.ready} must answer 200.`;
  return failed("bringing instances up", `not all were ready ${when}:${[...reasons, ...cut].join("")}`, fix);
};

const wordsFor = ({ state, note }: Slot): string => (note === "" || state === "alive" ? state : `${state} (${note})`);

const logOf = async (settings: SshSettings, on: OnHost, slot: Slot, signal: AbortSignal): Promise<string> => {
  if (signal.aborted) return "\n    (not read)";
  const text = await on.log(slot, 5, 4_000, signal).catch((error: Error) => `(cannot be read: ${error.message})`);
  const lines = hide(text, Object.values(settings.env)).trimEnd().split("\n");
  return lines.map((line) => `\n    ${line}`).join("");
};
