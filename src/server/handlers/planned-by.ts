import type { TrafficSource } from "../../api/plan-power.ts";
import { type Instant, millis } from "../../domain/units.ts";

/** As the routes of plans take it; `measure` in ms. */
type Query = {
  readonly productionAt?: Instant | undefined;
  readonly measure: number;
  readonly rps?: number | undefined;
  readonly errorRate?: number | undefined;
};

type Asked = { readonly source: TrafficSource; readonly productionAt: Instant | null };

export const plannedBy = ({ productionAt, measure, rps, errorRate }: Query): Asked => ({
  source: {
    given: rps === undefined || errorRate === undefined ? null : { rps, errorRate },
    measure: millis(measure),
  },
  productionAt: productionAt ?? null,
});
