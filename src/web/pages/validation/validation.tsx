import { Link } from "wouter";
import { roomReads } from "../../../api/routes/room-reads.ts";
import type { ValidationAnswer } from "../../../api/validation-answer.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { useNow } from "../../data/use-now.ts";
import { Answer } from "../../parts/answer.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Moment } from "../../parts/moment.tsx";
import { type OfRelease, ReleasePage } from "../../parts/release-page.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { Table } from "../../parts/table.tsx";
import { lookOfSeverity, lookOfState } from "../../parts/tone.ts";
import { Period } from "./period.tsx";
import { periodSays } from "./view.ts";

/** The board of the validation period: each item with its looks, what is wrong, and how long the way back is kept. */
export const Validation = ({ params: { release = "" } }: OfRelease) => {
  const board = useAnswer(roomReads.readValidation, { params: { release } });
  const now = useNow(10_000);
  return (
    <ReleasePage
      release={release}
      title="Validation"
      says={board.data === undefined ? " " : periodSays(board.data, now)}
    >
      <Answer of={board} what="the board">
        {(found) => (
          <>
            <Open release={release} board={found} />
            <Section title="What is looked at" aside={found.baseline.says}>
              <Items release={release} items={found.items} />
            </Section>
            <Period release={release} board={found} />
          </>
        )}
      </Answer>
    </ReleasePage>
  );
};

type Part = { readonly release: string; readonly board: ValidationAnswer };

const Open = ({ release, board: { issues, triggers } }: Part) =>
  issues.length + triggers.length === 0 ? null : (
    <Section title="Not well" edge="bad">
      <ul className="list">
        {[...triggers.map(({ says, ...one }) => ({ ...one, title: says })), ...issues].map((one) => (
          <li key={one.id}>
            <span className="row">
              <State {...lookOfSeverity[one.severity]}>{one.severity}</State>
              <Link href={`/releases/${release}/issues`}>{one.title}</Link>
              <span className="small soft">
                <Moment at={one.at} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );

const Items = ({ release, items }: { readonly release: string; readonly items: ValidationAnswer["items"] }) => (
  <Table label="What is looked at" heads={["What", "State", "Looks, oldest first", "Next"]}>
    {items.map((one) => (
      <tr key={one.id}>
        <td>
          <Link href={`/releases/${release}/requirements/${one.id}`}>{one.title}</Link>
          <div className="small soft">{one.reason}</div>
        </td>
        <td>
          <State {...lookOfState[one.state]}>{one.state}</State>
        </td>
        <td>
          <Looks all={one.looks} />
        </td>
        <td>{one.nextLook === null ? "–" : <Moment at={one.nextLook} />}</td>
      </tr>
    ))}
  </Table>
);

/** So many fit into a cell. */
const shown = 20;

const Looks = ({ all }: { readonly all: ValidationAnswer["items"][number]["looks"] }) => (
  <span role="img" aria-label={all.map(({ state }) => state).join(", ") || "none yet"}>
    {all.slice(-shown).map(({ at, state }) => (
      <span key={at} className={lookOfState[state].tone} title={`${state}, ${at}`}>
        <Icon name={lookOfState[state].icon} />
      </span>
    ))}
  </span>
);
