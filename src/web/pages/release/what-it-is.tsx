import { Link } from "wouter";
import type { ReadOnly } from "../../../api/read-only.ts";
import type { StatusAnswer } from "../../../api/status-answer.ts";
import { Command } from "../../parts/ask.tsx";
import { Facts } from "../../parts/facts.tsx";
import { LongField } from "../../parts/field.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";

export const WhatItIs = ({ status }: { readonly status: ReadOnly<StatusAnswer> }) => (
  <Section title="What it is">
    {status.practice && (
      <p className="doubt">For practice: its waiting times are shorter than real releases may have.</p>
    )}
    <Facts
      facts={[
        ["Release", status.release],
        ["Build", <code key="build">{status.digest}</code>],
        ["Commit", <code key="commit">{status.commit}</code>],
        ["Strategy", status.strategy],
        ["Process", status.process],
        ["Owner", status.owner],
        ["Opened", <Moment key="opened" at={status.openedAt} plain />],
        [
          "Production",
          status.productionAt === null ? "no date" : <Moment key="planned" at={status.productionAt} plain />,
        ],
        ["Requests served", status.served.toLocaleString("en")],
      ]}
    />
    {status.phase === "open" && (
      <>
        <p className="row small">
          <Link href={`/releases/${status.release}/package`}>Hand in a package of reports</Link>
          <Link href={`/releases/${status.release}/build`}>Bring another build</Link>
        </p>
        <End release={status.release} />
      </>
    )}
  </Section>
);

/** What is rolled out goes back first. */
const End = ({ release }: { readonly release: string }) => (
  <details>
    <summary>End it without closing it</summary>
    <Command
      release={release}
      command="Cancel"
      label="Cancel the release"
      look="danger main"
      bodyOf={({ reason }) => ({ reason })}
    >
      <LongField label="Why" hint="What is rolled out goes back." name="reason" required rows={2} />
    </Command>
  </details>
);
