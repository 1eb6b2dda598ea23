import { calendarReads } from "../../../api/routes/calendar-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Below } from "../../parts/below.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Page } from "../../parts/page.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { Table } from "../../parts/table.tsx";
import { Freeze } from "./freeze.tsx";
import { Freezes } from "./freezes.tsx";
import { Line } from "./line.tsx";
import { Strip } from "./strip.tsx";
import { calendarSays, entriesOf } from "./view.ts";

const looks = {
  freeze: { tone: "doubt", icon: "freeze" },
  window: { tone: "good", icon: "open" },
  peak: { tone: "idle", icon: "clock" },
  release: { tone: "act", icon: "next" },
} as const;

/** Windows, freezes and planned releases, with what clashes. */
export const Calendar = () => {
  const calendar = useAnswer(calendarReads.readCalendar, {});
  return (
    <Page title="Calendar" says={calendar.data === undefined ? " " : calendarSays(calendar.data)}>
      <Answer of={calendar} what="the calendar">
        {(found) => (
          <>
            {found.clashes.length > 0 && (
              <Section title="What clashes" edge="doubt">
                <ul>
                  {found.clashes.map((one) => (
                    <li key={one}>{one}</li>
                  ))}
                </ul>
              </Section>
            )}
            <Section title="The next four weeks" aside={`sentences in ${found.zone}`}>
              {entriesOf(found).length === 0 ? (
                <p className="empty">No window, no freeze, no planned release.</p>
              ) : (
                <>
                  <Strip calendar={found} />
                  <Table label="The next four weeks" heads={["What", "From", "To", "Says"]}>
                    {entriesOf(found).map((one) => (
                      <tr key={`${one.kind} ${one.from} ${one.says}`}>
                        <td>
                          <State {...looks[one.kind]}>{one.kind}</State>
                        </td>
                        <td>
                          <Moment at={one.from} plain />
                        </td>
                        <td>
                          <Moment at={one.to} plain />
                        </td>
                        <td>{one.says}</td>
                      </tr>
                    ))}
                  </Table>
                </>
              )}
            </Section>
            <Line calendar={found} />
            <Freezes calendar={found} />
          </>
        )}
      </Answer>
      <Below isSettled={!calendar.isPending}>
        <Freeze />
      </Below>
    </Page>
  );
};
