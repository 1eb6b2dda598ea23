import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { lookOfSeverity } from "../../parts/tone.ts";
import { Decide } from "./decide.tsx";
import { FixInPlace, Grade, Raise, Settle } from "./trigger-acts.tsx";
import { fateOf, openTriggers, settledTriggers, type Trigger } from "./view.ts";

type Props = { readonly release: string; readonly all: readonly Trigger[] };

/** Signs of harm: those that are not over first, the worst of them first. */
export const Triggers = ({ release, all }: Props) => {
  const [open, over] = [openTriggers(all), settledTriggers(all)];
  return (
    <Section title="Signs of harm" {...(open.length > 0 ? { edge: "bad" } : {})}>
      {open.length === 0 && <p className="empty">None is open.</p>}
      <ul className="list">
        {open.map((one) => (
          <li key={one.id}>
            <Says one={one} />
            <Decide release={release} trigger={one.id} />
            <FixInPlace release={release} trigger={one.id} />
            <Grade release={release} trigger={one.id} />
            <Settle release={release} trigger={one.id} />
          </li>
        ))}
      </ul>
      {over.length > 0 && (
        <details>
          <summary>{over.length === 1 ? "One is over" : `${over.length} are over`}</summary>
          <ul className="list">
            {over.map((one) => (
              <li key={one.id}>
                <Says one={one} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <Raise release={release} />
    </Section>
  );
};

const Says = ({ one }: { readonly one: Trigger }) => (
  <>
    <span className="row">
      <State {...lookOfSeverity[one.severity]}>{one.severity}</State>
      <strong>{one.says}</strong>
    </span>
    <span className="small soft">
      {`${one.id} · ${one.environment} · by ${one.source} `}
      <Moment at={one.at} />
      {` · ${fateOf(one)}`}
    </span>
  </>
);
