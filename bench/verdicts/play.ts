import type { Judge } from "./judge.ts";
import type { Scenario } from "./scenario.ts";
import { worldOf } from "./world.ts";

/** How one run went for one judge. Ticks are the numbers of windows seen, 1 for the first; null = never. */
export type Outcome = {
  readonly rollback: number | null;
  readonly promote: number | null;
  readonly paused: boolean;
  /** Errors of the candidate until the rollback, or until the end. */
  readonly bad: number;
};

/** One run of a scenario, seen by all judges at once. */
export const play = (scenario: Scenario, run: number, judges: readonly Judge[]): readonly Outcome[] => {
  const world = worldOf(scenario, run);
  const seats = judges.map((judge) => seatOf(judge.begin(scenario, world.history).look, scenario));
  for (let tick = 0; tick < scenario.ticks && seats.some((seat) => !seat.isOver()); tick++) {
    const window = world.next();
    for (const seat of seats) seat.see(window, tick + 1);
  }
  return seats.map((seat) => seat.outcome());
};

/** Without a margin nobody asked for a promotion, and monitoring goes on after it. */
const seatOf = (look: ReturnType<Judge["begin"]>["look"], { margin }: Scenario) => {
  let outcome: Outcome = { rollback: null, promote: null, paused: false, bad: 0 };
  const isOver = (): boolean => outcome.rollback !== null || (margin !== null && outcome.promote !== null);
  const see = (window: Parameters<typeof look>[0], tick: number): void => {
    if (isOver()) return;
    outcome = { ...outcome, bad: outcome.bad + (window.candidate?.errors ?? 0) };
    const ruling = look(window);
    if (ruling === "rollback") outcome = { ...outcome, rollback: tick };
    if (ruling === "promote") outcome = { ...outcome, promote: outcome.promote ?? tick };
    if (ruling === "pause") outcome = { ...outcome, paused: true };
  };
  return { isOver, see, outcome: () => outcome };
};
