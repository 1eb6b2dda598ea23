import { Link } from "wouter";
import type { ReleaseMetrics } from "../../../api/metrics-answer.ts";
import { reads } from "../../../api/routes/reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Page } from "../../parts/page.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { Table } from "../../parts/table.tsx";
import { delivered, resultLook, took, valueText } from "./view.ts";

/** How releases go here. No figure is of a person (R178, R185). */
export const Figures = () => {
  const metrics = useAnswer(reads.readServiceMetrics, {});
  return (
    <Page title="Figures" says="For learning: nothing is grouped by person, and what nobody measured is not a nought.">
      <Answer of={metrics} what="the figures">
        {(found) => (
          <>
            <Section title="Delivery">
              <Facts facts={delivered(found)} />
            </Section>
            <Section title="Rollbacks">
              <Facts
                facts={[
                  ["Target", took(found.rollbacks.targetMs)],
                  ["Drills", `${found.rollbacks.drills.count}, the middle one ${took(found.rollbacks.drills.p50)}`],
                  ["In production", `${found.rollbacks.real.count}, the middle one ${took(found.rollbacks.real.p50)}`],
                  [
                    "Restored after harm",
                    `${found.restored.count}, late ${found.restored.late}, open ${found.restored.open}`,
                  ],
                ]}
              />
            </Section>
            {found.releases.toReversed().map((one) => (
              <OfOne key={one.release} one={one} />
            ))}
          </>
        )}
      </Answer>
    </Page>
  );
};

const OfOne = ({ one }: { readonly one: ReleaseMetrics }) => (
  <section className="card">
    <h2>
      <Link href={`/releases/${one.release}`}>{one.release}</Link>
    </h2>
    <Table
      label={`Metrics of ${one.release}`}
      heads={["Metric", { number: "Actual" }, { number: "Target" }, "Result", "From"]}
    >
      {one.metrics.map((metric) => (
        <tr key={metric.id}>
          <td>
            {metric.title}
            <div className="small soft">{metric.formula}</div>
          </td>
          <td className="number">{valueText(metric.actual, metric.unit)}</td>
          <td className="number">{`${metric.better === "lower" ? "<" : ">"} ${valueText(metric.target, metric.unit)}`}</td>
          <td>
            <State {...resultLook[metric.result]}>{metric.result}</State>
          </td>
          <td className="small soft">
            {metric.source}
            {metric.sample !== null && `; ${metric.sample} of at least ${metric.minSample}`}
            {metric.reason !== undefined && `; another target, for ${metric.reason}`}
          </td>
        </tr>
      ))}
    </Table>
  </section>
);
