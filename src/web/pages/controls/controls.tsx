import { Link } from "wouter";
import type { ControlsAnswer } from "../../../api/controls-answer.ts";
import { gateReads } from "../../../api/routes/gate-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { type OfRelease, ReleasePage } from "../../parts/release-page.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { fits, looks, ofFramework } from "./view.ts";

/** Which evidence this release has for which control. Whether a framework is met, an auditor says (R205). */
export const Controls = ({ params: { release = "" } }: OfRelease) => {
  const controls = useAnswer(gateReads.readControls, { params: { release }, query: {} });
  return (
    <ReleasePage
      release={release}
      title="Controls"
      says="Which evidence there is, by control; what is not there comes first."
    >
      <Answer of={controls} what="the controls">
        {({ frameworks, controls: all }) =>
          frameworks.length === 0 ? (
            <p className="empty">No framework is switched on in headgate.yaml.</p>
          ) : (
            frameworks.map(({ id, title }) => (
              <Section key={id} title={title} aside={countOf(ofFramework(all, id))}>
                <ul className="list">
                  {ofFramework(all, id).map((one) => (
                    <Control key={one.id} release={release} one={one} />
                  ))}
                </ul>
              </Section>
            ))
          )
        }
      </Answer>
    </ReleasePage>
  );
};

type One = ControlsAnswer["controls"][number];

const countOf = (all: readonly One[]): string =>
  `${all.filter(({ state }) => state === "satisfied").length} of ${all.length} satisfied`;

const Control = ({ release, one }: { readonly release: string; readonly one: One }) => (
  <li>
    <span className="row spread">
      <strong>{`${one.id} ${one.topic}`}</strong>
      <State {...looks[one.state]}>{one.state}</State>
    </span>
    {one.reason !== "" && <span>{one.reason}</span>}
    <span className="small soft">{`${fits[one.fit]}${one.note === "" ? "" : `; ${one.note}`}`}</span>
    <span className="row small">
      {one.links.map((link) => (
        <Link
          key={`${link.kind} ${link.requirement}`}
          href={`/releases/${release}/requirements/${link.requirement}`}
          title={link.reason}
        >{`${link.requirement}: ${link.counts}`}</Link>
      ))}
    </span>
  </li>
);
