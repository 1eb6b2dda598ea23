import { percent } from "../../../domain/units.ts";
import type { Route } from "../../port.ts";
import { type Decision, type Placed, whole } from "./decision.ts";
import type { HaproxySettings } from "./settings.ts";
import { loadState, type State } from "./state.ts";
import { decisionIn, type Slot, slotsOf } from "./world.ts";

/** What is in force, from HAProxy itself. Null: nothing was ever routed. */
export const routesIn = async (settings: HaproxySettings, signal: AbortSignal): Promise<readonly Route[] | null> => {
  const [entry, slots, state] = [
    await decisionIn(settings, signal),
    await slotsOf(settings, signal),
    await loadState(settings),
  ];
  return entry === null ? null : routesOf(entry.decision, slots, state);
};

export const routesOf = (decision: Decision, slots: readonly Slot[], state: State | null): readonly Route[] => {
  const routes = (decision.sides ?? []).map((side, i) => routeOf(decision, side, i, slots, state));
  const order = (state?.routes ?? []).map(({ build }) => build);
  return routes.toSorted((a, b) => rank(order, a.build) - rank(order, b.build));
};

const routeOf = (
  { share, cohort }: Decision,
  { build, letter }: Placed,
  i: number,
  slots: readonly Slot[],
  state: State | null,
): Route => {
  const asked = state?.routes.find((route) => route.build === build);
  const part = i === 1 ? share : whole - share;
  // Of a weight that is finer than what HAProxy was told, the words it was asked in.
  const weight = asked !== undefined && Math.round((asked.weight * whole) / 100) === part ? asked.weight : null;
  return {
    build,
    endpoints: endpointsOf(letter, slots, asked?.endpoints ?? [], state),
    weight: weight ?? percent((100 * part) / whole),
    ...(cohort?.of === i ? { cohort: cohort.cohort } : {}),
  };
};

const endpointsOf = (
  letter: Slot["letter"],
  slots: readonly Slot[],
  order: readonly string[],
  state: State | null,
): readonly string[] => {
  const names = new Map(Object.entries(state?.addresses ?? {}).map(([name, address]) => [address, name]));
  const there = slots.filter((slot) => slot.letter === letter && slot.admin === "ready");
  return there
    .map(({ address }) => order.find((one) => state?.addresses[one] === address) ?? names.get(address) ?? address)
    .toSorted((a, b) => rank(order, a) - rank(order, b));
};

const rank = (order: readonly string[], one: string): number => {
  const i = order.indexOf(one);
  return i < 0 ? order.length : i;
};
