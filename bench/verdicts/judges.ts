import type { Judge } from "./judge.ts";
import { errorSprt, latencySprt, promoteSprt } from "./judges/sprt.ts";
import { zOnce, zPeek } from "./judges/z-test.ts";
import type { Table } from "./scenario.ts";

/** Who judges which table, in the order of its columns. */
export const judges: Readonly<Record<Table, readonly Judge[]>> = {
  "errors-aa": [zPeek, zOnce],
  "errors-regression": [errorSprt],
  misaligned: [zPeek],
  promote: [promoteSprt],
  "latency-aa": [],
  "latency-regression": [latencySprt],
};
