import type { RoomAnswer } from "../../../api/room-answer.ts";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { lookOfState } from "../../parts/tone.ts";

type Pane = RoomAnswer["sees"][number];

/** What each role has before its eyes; one's own first, and open (R82-R87). */
export const Sees = ({ panes, me }: { readonly panes: readonly Pane[]; readonly me: string }) => (
  <Section title="What each role looks at">
    {panes
      .toSorted((a, b) => Number(b.who.includes(me)) - Number(a.who.includes(me)))
      .map((pane) => (
        <details key={pane.role} open={pane.who.includes(me)}>
          <summary>
            {pane.title} <span className="small soft">{pane.who.join(", ")}</span>
          </summary>
          <ul className="list">
            {pane.items.map((one) => (
              <li key={one.item}>
                <span className="row spread">
                  <span>{one.title}</span>
                  {one.state !== null && <State {...lookOfState[one.state]}>{one.state}</State>}
                </span>
                <span className="small soft">
                  {one.says}
                  {one.at !== null && (
                    <>
                      {" · "}
                      <Moment at={one.at} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ))}
  </Section>
);
