import { memo, useDeferredValue, useMemo } from "react";
import type { ReadOnly } from "../../../api/read-only.ts";
import type { RolloutAnswer } from "../../../api/status-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Chart } from "../../parts/chart.tsx";
import { State } from "../../parts/state.tsx";
import { lookOfOutcome } from "../../parts/tone.ts";
import { useWatch } from "./use-watch.ts";
import { evidence, interval, intervalText, signals, type Watched } from "./view.ts";

type Verdict = ReadOnly<RolloutAnswer>["verdict"];
type Props = { readonly release: string; readonly environment: "staging" | "production"; readonly verdict: Verdict };

/** Both sides as they are counted, and the evidence as it grows towards its line (R79, R88). */
export const Charts = ({ release, environment, verdict }: Props) => {
  const watch = useWatch(release, environment);
  const shown = useDeferredValue(watch.data);
  return (
    <Answer of={watch} what="what was counted">
      {(found) => <Drawn watch={shown ?? found} verdict={verdict} />}
    </Answer>
  );
};

const Drawn = memo(({ watch, verdict }: { readonly watch: Watched; readonly verdict: Verdict }) => {
  const at = useMemo(() => watch.windows.map(({ to }) => Date.parse(to)), [watch]);
  const drawn = useMemo(
    () => [...signals(watch), ...evidence(watch), interval(watch)].filter((one) => one !== null),
    [watch],
  );
  return (
    <section className="card" aria-label="What is counted">
      {verdict !== null && (
        <div className="stack">
          <State {...lookOfOutcome[verdict.outcome]}>{`Analysis: ${verdict.outcome}`}</State>
          <p className="text">{verdict.reason}</p>
          <p className="small soft text">{intervalText(watch)}</p>
        </div>
      )}
      {watch.windows.length === 0 ? (
        <p className="empty">No window has closed yet.</p>
      ) : (
        <div className="charts">
          {drawn.map((one) => (
            <Chart key={one.title} {...one} at={at} />
          ))}
        </div>
      )}
    </section>
  );
});
