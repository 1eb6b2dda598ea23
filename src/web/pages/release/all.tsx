import type { ReadOnly } from "../../../api/read-only.ts";
import type { StatusAnswer } from "../../../api/status-answer.ts";
import { Line } from "./owed.tsx";
import { type Requirement, stageSays, worstFirst } from "./view.ts";

type Props = {
  readonly release: string;
  readonly stages: readonly ReadOnly<StatusAnswer["stages"][number]>[];
  readonly requirements: readonly Requirement[];
};

/** Everything that is asked for, by stage; what does not apply is not in the way. */
export const All = ({ release, stages, requirements }: Props) => (
  <section className="card">
    <h2>All that is asked for</h2>
    {stages.map((stage) => {
      const own = requirements.filter((one) => one.stage === stage.id);
      const asked = worstFirst(own.filter(({ state }) => state !== "not applicable"));
      return (
        <details key={stage.id}>
          <summary>
            {stage.title} <span className="soft small">{stageSays(stage)}</span>
          </summary>
          <ul className="list">
            {asked.map((one) => (
              <Line key={one.id} release={release} one={one} />
            ))}
          </ul>
          {asked.length < own.length && (
            <p className="soft small">{`${own.length - asked.length} more do not apply to this release.`}</p>
          )}
        </details>
      );
    })}
  </section>
);
