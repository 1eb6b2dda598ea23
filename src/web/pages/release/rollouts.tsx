import { Link } from "wouter";
import type { ReadOnly } from "../../../api/read-only.ts";
import type { StatusAnswer } from "../../../api/status-answer.ts";
import { State } from "../../parts/state.tsx";
import { lookOf } from "../../parts/tone.ts";
import { Share } from "./share.tsx";
import { WayBack } from "./way-back.tsx";

type Props = { readonly status: ReadOnly<StatusAnswer> };

export const Rollouts = ({ status }: Props) => (
  <section className="card">
    <h2>Rollouts</h2>
    {status.rollouts.length === 0 && <p className="empty">None yet.</p>}
    {status.rollouts.map((one) => {
      const { word, ...look } = lookOf(one);
      return (
        <article key={one.id} className="stack">
          <div className="row spread">
            <Link href={`/releases/${status.release}/room`}>
              <strong>{`${one.environment}${one.purpose === "drill" ? ", rollback drill" : ""}`}</strong>
            </Link>
            <State {...look}>{word}</State>
          </div>
          <Share rollout={one} />
        </article>
      );
    })}
    <WayBack status={status} />
  </section>
);
