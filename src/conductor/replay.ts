import { judgedWindows } from "../analysis/replay/judged-windows.ts";
import { readRows } from "../analysis/replay/read-rows.ts";
import type { Reading } from "../analysis/replay/row.ts";
import { type Look, trace } from "../analysis/replay/trace.ts";
import { windowsOf } from "../analysis/replay/windows-of.ts";
import type { Settings } from "../analysis/settings.ts";
import type { JudgedWindow } from "../domain/rollout/window.ts";
import type { Millis } from "../domain/units.ts";

/** Recorded counts, and what would have been made of them. Plain values for whoever shows them. */
export type Replay = {
  /** From the candidate's first request on; those after the last look were not judged. */
  readonly windows: readonly JudgedWindow[];
  readonly looks: readonly Look[];
  readonly settings: Settings;
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

/** @param totals the counts run on and on, and are subtracted */
export const replay = (text: string, settings: Settings, { totals }: { readonly totals: boolean }): Reading<Replay> => {
  const rows = readRows(text);
  if (!rows.ok) return rows;
  const read = windowsOf(rows.value, { totals });
  if (!read.ok) return read;
  const { windows, estimated, before } = judgedWindows(read.value.windows);
  if (windows.length === 0) return idle;
  const names = new Set(rows.value.flatMap(({ counts }) => Object.keys(counts?.counters ?? {})));
  return {
    ok: true,
    value: {
      windows,
      looks: trace(windows, settings),
      settings,
      interval: read.value.interval,
      before,
      gaps: read.value.gaps,
      estimated,
      unjudged: [...names].filter((name) => !Object.hasOwn(settings.counters, name)),
    },
  };
};

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
