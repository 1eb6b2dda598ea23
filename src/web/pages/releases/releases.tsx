import { useState } from "react";
import { Link } from "wouter";
import { overviewReads } from "../../../api/routes/overview-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Below } from "../../parts/below.tsx";
import { Page } from "../../parts/page.tsx";
import { FirstRun } from "./first-run.tsx";
import { Live } from "./live.tsx";
import { Mine } from "./mine.tsx";
import { ReleaseTable } from "./release-table.tsx";
import { waitsForMe } from "./view.ts";

export const Releases = () => {
  const mine = useAnswer(overviewReads.readMine, {});
  return (
    <Page title="Releases" says={mine.data === undefined ? " " : waitsForMe(mine.data)}>
      <Mine of={mine} />
      <Below isSettled={!mine.isPending}>
        <Live />
        <All />
        <FirstRun />
      </Below>
    </Page>
  );
};

const phases = ["all", "open", "closed", "rejected", "cancelled", "unreadable"] as const;

const All = () => {
  const [phase, setPhase] = useState<(typeof phases)[number]>("all");
  return (
    <section className="card">
      <div className="head">
        <div className="row">
          <h2>All releases</h2>
          <Link className="button small" href="/open">
            Open a release
          </Link>
        </div>
        <label className="row small">
          Show
          <select
            value={phase}
            onChange={({ target }) => setPhase(phases.find((one) => one === target.value) ?? "all")}
          >
            {phases.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      </div>
      <ReleaseTable {...(phase === "all" ? {} : { phase })} />
    </section>
  );
};
