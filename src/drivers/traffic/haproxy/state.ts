import { readIfThere, writeDurably } from "../../durable-file.ts";
import type { Fence, Route } from "../../port.ts";
import { parseRouting } from "../splitter/routes.ts";
import { failed, type HaproxySettings, placesIn } from "./settings.ts";

/**
 * What HAProxy cannot tell: the order in which routes and endpoints were given, and the names of hosts behind
 * addresses. What is in force is never taken from here.
 */
export type State = {
  readonly fence: Fence;
  readonly routes: readonly Route[];
  /** Endpoint → `ip:port` as it was when it was routed. */
  readonly addresses: Readonly<Record<string, string>>;
};

/** @returns null before the first `set` */
export const loadState = async (settings: HaproxySettings): Promise<State | null> => {
  const path = placesIn(settings).state;
  const text = await readIfThere(path);
  if (text === null) return null;
  try {
    const { addresses, ...rest } = JSON.parse(text) as State;
    const routing = parseRouting(rest);
    if (typeof routing === "string") throw new Error(routing);
    return { ...routing, addresses };
  } catch (error) {
    const fix = `Put back ${path} from a copy, or delete it: the next change of the routes writes it again.`;
    throw failed(`reading ${path}`, (error as Error).message, fix, error);
  }
};

export const saveState = (settings: HaproxySettings, state: State): Promise<void> =>
  writeDurably(placesIn(settings).state, JSON.stringify(state));
