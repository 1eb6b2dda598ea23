import { Link } from "wouter";
import { Head } from "../../parts/head.tsx";
import { Moment } from "../../parts/moment.tsx";
import { State } from "../../parts/state.tsx";
import { lookOfState } from "../../parts/tone.ts";
import { isMet, ownerOf, type Requirement } from "./view.ts";

type Props = {
  readonly title: string;
  readonly empty: string;
  readonly release: string;
  readonly all: readonly Requirement[];
};

export const Owed = ({ title, empty, release, all }: Props) => (
  <section className="card">
    <Head title={title} {...(all.length === 0 ? {} : { aside: all.length })} />
    {all.length === 0 ? (
      <p className="empty">{empty}</p>
    ) : (
      <ul className="list">
        {all.map((one) => (
          <Line key={one.id} release={release} one={one} />
        ))}
      </ul>
    )}
  </section>
);

/** One thing that is asked for: what, how it stands and why, who owes it, by when. */
export const Line = ({ release, one }: { readonly release: string; readonly one: Requirement }) => (
  <li>
    <div className="row spread">
      <Link href={`/releases/${release}/requirements/${one.id}`}>
        <strong>{one.title}</strong>
      </Link>
      <State {...lookOfState[one.state]}>{one.state}</State>
    </div>
    <span>{one.reason}</span>
    <span className="soft small">
      {ownerOf(one)}
      {one.due !== undefined && (
        <>
          {" · "}
          <span className={one.overdue ? "bad" : ""}>
            {one.overdue ? "overdue since " : "due "}
            <Moment at={one.due} />
          </span>
        </>
      )}
      {one.proposed !== undefined && ` · ${one.proposed.by} proposes: ${one.proposed.note}`}
      {one.waitsFor.length > 0 && !isMet(one) && ` · waits for ${one.waitsFor.join(", ")}`}
    </span>
  </li>
);
