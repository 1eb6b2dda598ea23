import type { ReadOnly } from "../../../api/read-only.ts";
import { roomReads } from "../../../api/routes/room-reads.ts";
import type { RolloutAnswer } from "../../../api/status-answer.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Icon } from "../../parts/icon.tsx";
import { length } from "../../parts/time.ts";

type Props = {
  readonly release: string;
  readonly environment: "staging" | "production";
  readonly rollout: ReadOnly<RolloutAnswer>;
};

/** The steps of the rollout: share, bake time, gates; the present one with what keeps it. */
export const Steps = ({ release, environment, rollout }: Props) => {
  const runbook = useAnswer(roomReads.readRunbook, { params: { release }, query: { environment } });
  const isUp = rollout.phase === "promoted" || rollout.phase === "closed";
  return (
    <section className="card">
      <h2>Steps</h2>
      <Answer of={runbook} what="the steps">
        {({ rollout: steps }) => (
          <ol className="steps">
            {steps.map((one, i) => {
              const isNow = rollout.phase === "progressing" && i === rollout.step - 1;
              const isDone = isUp || i < rollout.step - 1;
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place.
                <li key={i} className={isDone ? "done" : ""} aria-current={isNow ? "step" : undefined}>
                  <span className="row">
                    {isDone && (
                      <>
                        <Icon name="good" />
                        <span className="hidden">done</span>
                      </>
                    )}
                    {isNow && <Icon name="next" />}
                    <strong>{`${one.weight} % of traffic`}</strong>
                    <span className="soft">
                      {`${one.candidate} new, ${one.baseline} old · at least ${length(one.bake)}${one.gates.length === 0 ? "" : ` · ${one.gates.join(", ")}`}`}
                    </span>
                  </span>
                  {isNow && rollout.closed.length > 0 && (
                    <ul className="small">
                      {rollout.closed.map((gate) => (
                        <li key={gate}>{gate}</li>
                      ))}
                    </ul>
                  )}
                </li>
              );
            })}
          </ol>
        )}
      </Answer>
    </section>
  );
};
