import { useState } from "react";
import { Link } from "wouter";
import type { ReleaseMetrics, ServiceMetrics } from "../../../api/metrics-answer.ts";
import { historyReads } from "../../../api/routes/history-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { useNow } from "../../data/use-now.ts";
import { Act } from "../../parts/act.tsx";
import { Answer } from "../../parts/answer.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Page } from "../../parts/page.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { Table } from "../../parts/table.tsx";
import { delivered, resultLook, type SpanName, spanOf, spans, took, valueText } from "./view.ts";

/** How releases go here. No figure is of a person (R178, R185). */
export const Figures = () => {
  const [span, setSpan] = useState<SpanName>("90 days");
  const now = useNow(60_000);
  const metrics = useAnswer(historyReads.readServiceMetrics, { query: spanOf(span, now) });
  return (
    <Page title="Figures" says="For learning: nothing is grouped by person, and what nobody measured is not a nought.">
      <label className="row">
        Over
        <select value={span} onChange={({ target }) => setSpan(spans.find((one) => one === target.value) ?? span)}>
          {spans.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <Answer of={metrics} what="the figures">
        {(found) => <Found key={span} found={found} />}
      </Answer>
    </Page>
  );
};

/** Tables that are shown before somebody asks for more. */
const atFirst = 10;

const Found = ({ found }: { readonly found: ServiceMetrics }) => {
  const [shown, setShown] = useState(atFirst);
  const { rollbacks, restored, releases } = found;
  return (
    <>
      <Section title="Delivery">
        <Facts facts={delivered(found)} />
      </Section>
      <Section title="Rollbacks">
        <Facts
          facts={[
            ["Target", took(rollbacks.targetMs)],
            ["Drills", `${rollbacks.drills.count}, the middle one ${took(rollbacks.drills.p50)}`],
            ["In production", `${rollbacks.real.count}, the middle one ${took(rollbacks.real.p50)}`],
            ["Restored after harm", `${restored.count}, late ${restored.late}, open ${restored.open}`],
          ]}
        />
      </Section>
      {releases
        .toReversed()
        .slice(0, shown)
        .map((one) => (
          <OfOne key={one.release} one={one} />
        ))}
      {releases.length > shown && (
        <p>
          <Act onAct={() => setShown(shown + atFirst)}>{`Show older ones: ${releases.length - shown} more`}</Act>
        </p>
      )}
    </>
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
