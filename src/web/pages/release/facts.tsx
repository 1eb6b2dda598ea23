import type { ReactNode } from "react";
import type { ReadOnly } from "../../../api/read-only.ts";
import type { StatusAnswer } from "../../../api/status-answer.ts";
import { Moment } from "../../parts/moment.tsx";

export const Facts = ({ status }: { readonly status: ReadOnly<StatusAnswer> }) => {
  const facts: readonly (readonly [string, ReactNode])[] = [
    ["Release", status.release],
    ["Build", <code key="build">{status.digest}</code>],
    ["Commit", <code key="commit">{status.commit}</code>],
    ["Strategy", status.strategy],
    ["Process", status.process],
    ["Owner", status.owner],
    ["Opened", <Moment key="opened" at={status.openedAt} plain />],
    [
      "Production planned",
      status.productionAt === null ? "no date" : <Moment key="planned" at={status.productionAt} plain />,
    ],
    ["Requests served", status.served],
  ];
  return (
    <section className="card">
      <h2>What it is</h2>
      {status.practice && (
        <p className="doubt">For practice: its waiting times are shorter than real releases may have.</p>
      )}
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
