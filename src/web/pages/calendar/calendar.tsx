import { actOnCalendar } from "../../../api/routes/act-routes.ts";
import { reads } from "../../../api/routes/reads.ts";
import { useWhyNot } from "../../data/session.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { useSend } from "../../data/use-send.ts";
import { Act } from "../../parts/act.tsx";
import { Answer } from "../../parts/answer.tsx";
import { Field, filled, LongField } from "../../parts/field.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { Table } from "../../parts/table.tsx";
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
  const calendar = useAnswer(reads.readCalendar, {});
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
          </>
        )}
      </Answer>
      <Freeze />
    </Page>
  );
};

const Freeze = () => {
  const send = useSend(actOnCalendar);
  const whyNot = useWhyNot("operate");
  return (
    <Section title="Declare a freeze">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          const { title = "", reason = "", from = "", to = "" } = filled(form);
          const given = { from: Date.parse(`${from}Z`) as never, to: Date.parse(`${to}Z`) as never, zone: "UTC" };
          const environments = ["production" as const];
          send.mutate(
            { body: { type: "DeclareFreeze", title, reason, service: null, environments, ...given } },
            { onSuccess: () => form.reset() },
          );
        }}
      >
        <Field label="Title" name="title" required />
        <LongField label="Why" name="reason" required rows={2} />
        <Field label="From, in UTC" name="from" type="datetime-local" required />
        <Field label="To, in UTC" name="to" type="datetime-local" required />
        {send.error !== null && <Problem error={send.error} />}
        <Act whyNot={whyNot} isBusy={send.isPending}>
          Freeze production
        </Act>
        <p className="hint">Rollbacks go on in a freeze; nothing else does.</p>
      </form>
    </Section>
  );
};
