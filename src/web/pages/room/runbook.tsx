import { roomReads } from "../../../api/routes/room-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Tag } from "../../parts/state.tsx";

type Props = { readonly release: string; readonly environment: "staging" | "production" };

const tones = { running: "act", done: "good", failed: "bad" } as const;

export const Runbook = ({ release, environment }: Props) => {
  const runbook = useAnswer(roomReads.readRunbook, { params: { release }, query: { environment } });
  return (
    <section className="card">
      <h2>Runbook</h2>
      <Answer of={runbook} what="the runbook">
        {({ steps, back }) => (
          <>
            <ol className="list">
              {steps.map((one) => (
                <li key={one.number}>
                  <span className="row">
                    <span>{`${one.number}. ${one.title}`}</span>
                    {one.state !== null && <Tag tone={tones[one.state]}>{one.state}</Tag>}
                    {one.by === "manual" && <Tag tone="idle">{`by hand: ${one.owner}`}</Tag>}
                  </span>
                  <span className="small soft">{`${one.expected}; ${one.verify}`}</span>
                </li>
              ))}
            </ol>
            <details>
              <summary>The way back</summary>
              <ol>
                {back.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </details>
          </>
        )}
      </Answer>
    </section>
  );
};
