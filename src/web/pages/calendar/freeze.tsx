import { Choose, Field } from "../../parts/field.tsx";
import { Section } from "../../parts/section.tsx";
import { CalendarForm } from "./calendar-form.tsx";
import { environmentsOf, placesToFreeze } from "./view.ts";

/** A time in which nothing advances, for all services on this journal. */
export const Freeze = () => (
  <Section title="Declare a freeze">
    <CalendarForm
      label="Freeze it"
      actOf={({ title = "", reason = "", where = "", from = "", to = "" }) => ({
        type: "DeclareFreeze",
        title,
        reason,
        service: null,
        environments: environmentsOf(where),
        from: Date.parse(`${from}Z`) as never,
        to: Date.parse(`${to}Z`) as never,
        zone: "UTC",
      })}
    >
      <Field label="Title" name="title" required />
      <Choose label="Where" name="where" options={placesToFreeze} />
      <Field label="From, in UTC" name="from" type="datetime-local" required />
      <Field label="To, in UTC" name="to" type="datetime-local" required />
    </CalendarForm>
    <p className="hint">Rollbacks go on in a freeze; nothing else does.</p>
  </Section>
);
