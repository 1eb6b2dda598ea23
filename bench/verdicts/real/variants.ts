import type { Settings } from "../../../src/analysis/settings.ts";
import { withMargin } from "./settings.ts";

/** Latency margins that recorded runs are judged by; 10 % ships. */
const margins = [0.05, 0.1, 0.2, 0.3, 0.5, 1] as const;

/** What a team may set against noise: a larger margin; a cap, and clumps, with the margin that ships. */
export const variantsOf = (asShipped: Settings): readonly (readonly [name: string, settings: Settings])[] => [
  ...margins.map((margin) => [`margin ${100 * margin} %`, withMargin(asShipped, margin)] as const),
  ...[0.35, 0.2].map((cap) => [`cap ${cap}`, { ...asShipped, cap }] as const),
  ...[2, 3, 5].map((dispersion) => [`dispersion ${dispersion}`, { ...asShipped, dispersion }] as const),
];
