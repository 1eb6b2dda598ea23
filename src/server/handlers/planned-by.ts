import type { TrafficSource } from "../../api/plan-power.ts";
import { type Instant, instant, millis } from "../../domain/units.ts";

/** As the routes of plans take it; numbers have no zone and no unit but ms. */
type Query = {
  readonly productionAt?: string | undefined;
  readonly measure?: number | undefined;
  readonly rps?: number | undefined;
  readonly errorRate?: number | undefined;
};

const usual = 5_000;

export const plannedBy = ({
  productionAt,
  measure = usual,
  rps,
  errorRate,
}: Query): { readonly source: TrafficSource; readonly productionAt: Instant | null } => ({
  source: {
    given: rps === undefined || errorRate === undefined ? null : { rps, errorRate },
    measure: millis(measure),
  },
  productionAt: momentOf(productionAt),
});

/** Null where none was given. */
export const momentOf = (text: string | undefined): Instant | null =>
  text === undefined ? null : instant(Date.parse(text));
