import { Link } from "wouter";
import type { ReadOnly } from "../../../api/read-only.ts";
import type { StatusAnswer } from "../../../api/status-answer.ts";
import { State } from "../../parts/state.tsx";
import { lookOfPhase } from "../../parts/tone.ts";
import { Share } from "./share.tsx";
import { WayBack } from "./way-back.tsx";

type Props = { readonly status: ReadOnly<StatusAnswer> };

export const Rollouts = ({ status }: Props) => (
  <section className="card">
    <h2>Rollouts</h2>
    {status.rollouts.length === 0 && <p className="empty">None yet.</p>}
    {status.rollouts.map((one) => {
      const { word, ...look } = lookOfPhase[one.phase];
      return (
        <article key={one.id} className="stack">
          <div className="row spread">
            <Link href={`/releases/${status.release}/room`}>
              <strong>{`${one.environment}${one.purpose === "drill" ? ", rollback drill" : ""}`}</strong>
            </Link>
            <State {...look}>{one.purpose === "drill" && one.phase === "rolled-back" ? "drill over" : word}</State>
          </div>
          <Share rollout={one} />
        </article>
      );
    })}
    <WayBack status={status} />
  </section>
);
