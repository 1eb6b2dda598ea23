import { Link } from "wouter";
import type { Debt, MineAnswer } from "../../../api/mine-answer.ts";
import type { Answered } from "../../data/use-answer.ts";
import { Facts } from "../../parts/facts.tsx";
import { State, Tag } from "../../parts/state.tsx";

/** Mine first, over all releases (R17). */
export const Mine = ({ of }: { readonly of: Answered<MineAnswer> }) => {
  const owes = of.data?.owes.filter(({ kind }) => kind !== "watch") ?? [];
  if (owes.length === 0) return null;
  return (
    <section className="card" aria-label="What waits for you">
      <h2>Yours now</h2>
      <Facts small facts={Object.entries(of.data?.charges ?? {})} />
      <Debts all={owes.slice(0, shown)} />
      {owes.length > shown && (
        <details>
          <summary>{`${owes.length - shown} more`}</summary>
          <Debts all={owes.slice(shown)} />
        </details>
      )}
    </section>
  );
};

/** So many are enough to begin with. */
const shown = 8;

const Debts = ({ all }: { readonly all: readonly Debt[] }) => (
  <ul className="list">
    {all.map((one) => (
      <Owed key={`${one.release} ${one.id} ${one.for}`} one={one} />
    ))}
  </ul>
);

const Owed = ({ one }: { readonly one: Debt }) => (
  <li>
    <div className="row spread">
      <span className="row">
        <Link href={`/releases/${one.release}/requirements/${one.id}`}>
          <strong>{one.title}</strong>
        </Link>
        {one.overdue && (
          <State tone="bad" icon="clock">
            overdue
          </State>
        )}
        {one.for !== null && <Tag tone="idle">{`as deputy of ${one.for}`}</Tag>}
      </span>
      <Link className="small" href={`/releases/${one.release}`}>
        {one.release}
      </Link>
    </div>
    <span className="soft">{one.reason}</span>
  </li>
);
