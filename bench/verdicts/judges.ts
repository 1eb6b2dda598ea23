import type { Judge } from "./judge.ts";
import { kayentaErrors, kayentaLatency } from "./judges/kayenta-like.ts";
import { mannWhitneyPeek } from "./judges/mann-whitney.ts";
import { estimatedDispersion, noFloor, ours } from "./judges/ours.ts";
import { errorSprt, latencySprt, promoteSprt } from "./judges/sprt.ts";
import { argoDefault, argoDocs, argoP95, argoStrict, flaggerP99, flaggerSuccess } from "./judges/threshold.ts";
import { zOnce, zPeek } from "./judges/z-test.ts";
import type { Table } from "./scenario.ts";

const headgate = ours("Headgate");
const rules = [argoDocs, argoStrict, argoDefault, flaggerSuccess];

/** Who judges which table, in the order of its columns. A new judge is one entry more. */
export const judges: Readonly<Record<Table, readonly Judge[]>> = {
  "errors-aa": [headgate, zPeek, zOnce, ...rules, kayentaErrors],
  "errors-regression": [headgate, errorSprt, ...rules, kayentaErrors],
  misaligned: [headgate, zPeek, ...rules, kayentaErrors],
  promote: [headgate, ours("Headgate without floor", noFloor), promoteSprt],
  "latency-aa": [headgate, mannWhitneyPeek, flaggerP99, argoP95, kayentaLatency],
  beyond: [headgate, ours("estimated dispersion", undefined, estimatedDispersion)],
  "latency-regression": [headgate, latencySprt, flaggerP99, argoP95, kayentaLatency],
};
