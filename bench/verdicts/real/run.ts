import type { Counts } from "../../../src/demo/load-counts.ts";
import type { JudgedWindow } from "../../../src/domain/rollout/window.ts";
import type { Kind } from "./kind.ts";
import type { RouterName } from "./router.ts";

/** Its windows, what its clients saw, and the load of the machine at its end. */
export type Run = {
  readonly router: RouterName;
  readonly kind: Kind;
  readonly seed: number;
  readonly windows: readonly JudgedWindow[];
  readonly clients: Counts;
  readonly load: number;
};
