import { Link } from "wouter";
import { wayReads } from "../../../api/routes/way-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Moment } from "../../parts/moment.tsx";
import { RawFile } from "../../parts/raw-file.tsx";
import { type OfRelease, ReleasePage } from "../../parts/release-page.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { lookOfState } from "../../parts/tone.ts";

/** What the release shall leave behind, and what is there (R161). */
export const Documents = ({ params: { release = "" } }: OfRelease) => {
  const outputs = useAnswer(wayReads.readOutputs, { params: { release } });
  return (
    <ReleasePage
      release={release}
      title="Documents"
      says="What this release leaves behind, with the bytes it rests on."
    >
      <Answer of={outputs} what="the documents">
        {({ outputs: all, rollback }) => (
          <>
            <Section title="Outputs" aside={`${all.filter(({ state }) => state === "pass").length} of ${all.length}`}>
              <ul className="list">
                {all.map((one) => (
                  <li key={one.id}>
                    <span className="row spread">
                      <Link href={`/releases/${release}/requirements/${one.requirement}`}>{one.title}</Link>
                      <State {...lookOfState[one.state]}>{one.state}</State>
                    </span>
                    {one.reason !== "" && <span>{one.reason}</span>}
                    {one.made.map((made) => (
                      <span key={made.digest} className="small soft">
                        {`${made.by} `}
                        <Moment at={made.at} /> <RawFile digest={made.digest} />
                      </span>
                    ))}
                  </li>
                ))}
              </ul>
            </Section>
            {rollback.length > 0 && (
              <Section title="Papers of rollbacks">
                <ul className="list">
                  {rollback.map((one) => (
                    <li key={`${one.paper} ${one.of}`}>
                      <span className="row spread">
                        {one.state === "not needed" ? (
                          <span>{`${one.paper}: ${one.of}`}</span>
                        ) : (
                          <Link
                            href={`/releases/${release}/requirements/${one.of}`}
                          >{`${one.paper} of ${one.of}`}</Link>
                        )}
                        <span className={one.state === "missing" ? "doubt" : "soft"}>{one.state}</span>
                      </span>
                    </li>
                  ))}
                </ul>
              </Section>
            )}
          </>
        )}
      </Answer>
    </ReleasePage>
  );
};
