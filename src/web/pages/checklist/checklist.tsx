import { Link } from "wouter";
import type { ChecklistAnswer } from "../../../api/checklist-answer.ts";
import { gateReads } from "../../../api/routes/gate-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Head } from "../../parts/head.tsx";
import { Moment } from "../../parts/moment.tsx";
import { type OfRelease, ReleasePage } from "../../parts/release-page.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { lookOfState } from "../../parts/tone.ts";
import { isMet } from "../release/view.ts";
import { checklistSays, openFirst } from "./view.ts";

/** The ten items, each with what was seen: nobody ticks anything here (R33, R39). */
export const Checklist = ({ params: { release = "" } }: OfRelease) => {
  const checklist = useAnswer(gateReads.readChecklist, { params: { release } });
  const says = checklist.data === undefined ? " " : checklistSays(checklist.data);
  return (
    <ReleasePage release={release} title="Checklist" says={says}>
      <Answer of={checklist} what="the checklist">
        {({ items, alerts }) => (
          <>
            {alerts.map((one) => (
              <Section key={one.environment} title={`${one.environment} was changed past Headgate`} edge="bad">
                <ul>
                  {one.findings.map((finding) => (
                    <li key={finding}>{finding}</li>
                  ))}
                </ul>
              </Section>
            ))}
            {openFirst(items).map((item) => (
              <Item key={item.id} release={release} item={item} />
            ))}
          </>
        )}
      </Answer>
    </ReleasePage>
  );
};

type ItemProps = { readonly release: string; readonly item: ChecklistAnswer["items"][number] };

const Item = ({ release, item }: ItemProps) => (
  <section className="card">
    <Head title={`${item.number}. ${item.title}`} aside={<State {...lookOfState[item.state]}>{item.state}</State>} />
    {item.parts.length === 0 && item.reason !== "" && <p>{item.reason}</p>}
    <ul className="list">
      {item.parts.map((part) => (
        <li key={part.id}>
          <span className="row spread">
            <Link href={`/releases/${release}/requirements/${part.id}`}>{part.title}</Link>
            <State {...lookOfState[part.state]}>{part.state}</State>
          </span>
          {part.reason !== "" && <span>{part.reason}</span>}
          {!isMet(part) && <span className="soft">{`Why it matters: ${part.why}`}</span>}
          <span className="small soft">
            {part.who.join(", ")}
            {part.seen[0] !== undefined && (
              <>
                {" · looked at "}
                <Moment at={part.seen[0].at} />
              </>
            )}
            {part.goodUntil !== null && (
              <>
                {" · counts until "}
                <Moment at={part.goodUntil} plain />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  </section>
);
