import { type Act, actOf } from "../analysis/replay/act-of.ts";
import { judgedWindows } from "../analysis/replay/judged-windows.ts";
import { readRows } from "../analysis/replay/read-rows.ts";
import type { Reading } from "../analysis/replay/row.ts";
import { type Look, type Served, trace, withWindow } from "../analysis/replay/trace.ts";
import { firsts, turns } from "../analysis/replay/turns.ts";
import { windowsOf } from "../analysis/replay/windows-of.ts";
import type { Settings } from "../analysis/settings.ts";
import type { Verdict } from "../domain/rollout/verdict.ts";
import type { JudgedWindow } from "../domain/rollout/window.ts";
import type { Instant, Millis, Percent } from "../domain/units.ts";

export type { Act, Look };

/** Recorded counts, and what would have been made of them. Plain values for whoever shows them. */
export type Replay = {
  /** From the candidate's first request on; those after the last look were not judged. */
  readonly windows: readonly JudgedWindow[];
  readonly looks: readonly Look[];
  readonly settings: Settings;
  readonly steps: readonly { readonly at: Instant; readonly weight: Percent }[];
  /** Every change of the answer. */
  readonly turns: readonly Told[];
  /** The first of each step. */
  readonly promotions: readonly Told[];
  readonly pauses: readonly Told[];
  /** Of the candidate, after the last look: a rollback would have spared them. */
  readonly spared: Served;
  readonly interval: Millis;
  /** Windows before the candidate's first request. */
  readonly before: number;
  /** Windows between the rows, without rows of their own. */
  readonly gaps: number;
  /** Weights were read off the requests, for the file does not say them. */
  readonly estimated: boolean;
  /** Counters of the file that the settings do not name, and so do not judge. */
  readonly unjudged: readonly string[];
};

/** A moment at which something was decided, and how much the candidate had served by then. */
export type Told = {
  readonly at: Instant;
  readonly weight: Percent;
  readonly act: Act;
  readonly verdict: Verdict;
  readonly served: Served;
};

/** @param totals the counts run on and on, and are subtracted */
export const replay = (text: string, settings: Settings, { totals }: { readonly totals: boolean }): Reading<Replay> => {
  const rows = readRows(text);
  if (!rows.ok) return rows;
  const read = windowsOf(rows.value, { totals });
  if (!read.ok) return read;
  const { windows, estimated, before } = judgedWindows(read.value.windows);
  if (windows.length === 0) return idle;
  const names = new Set(rows.value.flatMap(({ counts }) => Object.keys(counts?.counters ?? {})));
  const looks = trace(windows, settings);
  return {
    ok: true,
    value: {
      windows,
      looks,
      settings,
      steps: stepsOf(windows),
      turns: turns(looks).map(told),
      promotions: firsts(looks, "promote").map(told),
      pauses: firsts(looks, "pause").map(told),
      spared: windows.slice(looks.length).reduce(withWindow, { requests: 0, errors: 0 }),
      interval: read.value.interval,
      before,
      gaps: read.value.gaps,
      estimated,
      unjudged: [...names].filter((name) => !Object.hasOwn(settings.counters, name)),
    },
  };
};

const told = (look: Look): Told => ({
  at: look.window.to,
  weight: look.window.weight,
  act: actOf(look),
  verdict: look.verdict,
  served: look.served,
});

const stepsOf = (windows: readonly JudgedWindow[]): Replay["steps"] =>
  windows
    .filter(({ confirmedAt }, i) => confirmedAt !== windows[i - 1]?.confirmedAt)
    .map(({ from, weight }) => ({ at: from, weight }));

const idle: Reading<never> = {
  ok: false,
  problems: [
    {
      line: 1,
      path: "requests",
      what: "the candidate has no request in the whole file",
      fix: "export the time in which it had traffic",
    },
  ],
};
