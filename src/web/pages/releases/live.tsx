import { Link } from "wouter";
import { overviewReads } from "../../../api/routes/overview-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Moment } from "../../parts/moment.tsx";
import { State } from "../../parts/state.tsx";
import { Table } from "../../parts/table.tsx";
import type { Tone } from "../../parts/tone.ts";
import { cellOf } from "./view.ts";

const icons: Readonly<Record<Tone, "good" | "bad" | "doubt" | "idle" | "half">> = {
  good: "good",
  bad: "bad",
  doubt: "doubt",
  idle: "idle",
  act: "half",
};

/** What is live where, as routers and instances say. */
export const Live = () => {
  const environments = useAnswer(overviewReads.readEnvironments, {}, { every: 60_000 });
  return (
    <section className="card">
      <h2>Live now</h2>
      <Answer of={environments} what="what runs where">
        {({ environments: all }) => (
          <Table label="Live now" heads={["Where", "Version", "State"]}>
            {all.map((one) => {
              const { version, tone, says } = cellOf(one);
              return (
                <tr key={`${one.service} ${one.environment}`}>
                  <td>
                    <Link href={`/environments/${one.environment}`}>{one.environment}</Link>
                    <div className="small soft">{one.service}</div>
                  </td>
                  <td>
                    <strong>{version}</strong>
                  </td>
                  <td>
                    <State tone={tone} icon={icons[tone]}>
                      {says}
                    </State>
                    {one.heldBy !== null && (
                      <div className="small soft">
                        <Link href={`/releases/${one.heldBy.release}/room`}>{one.heldBy.release}</Link>{" "}
                        <Moment at={one.heldBy.since} />
                      </div>
                    )}
                  </td>
                </tr>
              );
            })}
          </Table>
        )}
      </Answer>
    </section>
  );
};
