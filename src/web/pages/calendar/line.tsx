import type { CalendarAnswer } from "../../../api/calendar-answer.ts";
import { Choose } from "../../parts/field.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { CalendarForm } from "./calendar-form.tsx";

type Props = { readonly calendar: CalendarAnswer };

/** Whether anything may be started at all; whoever sees a reason stops it at once, for one service or all. */
export const Line = ({ calendar: { stops, service } }: Props) => (
  <Section title="The line" {...(stops.length === 0 ? {} : { edge: "bad" as const })}>
    {stops.length === 0 && (
      <State tone="good" icon="good">
        It runs: nothing is stopped.
      </State>
    )}
    <ul className="list">
      {stops.map((one) => (
        <li key={one.service ?? ""}>
          <State tone="bad" icon="bad">
            {`stopped for ${one.service ?? "all services"}`}
          </State>
          <span>{one.reason}</span>
          <span className="small soft">
            {one.by}, <Moment at={one.at} />
          </span>
          <CalendarForm
            label={`Let ${one.service ?? "all services"} go on`}
            actOf={({ reason = "" }) => ({ type: "ReleaseLine", service: one.service, reason })}
          />
        </li>
      ))}
    </ul>
    <details>
      <summary>Stop the line</summary>
      <CalendarForm
        label="Stop the line"
        look="danger"
        actOf={({ whose = "", reason = "" }) => ({ type: "StopLine", service: whose === "" ? null : whose, reason })}
      >
        <Choose
          label="Whose"
          name="whose"
          options={[
            [service, service],
            ["", "all services"],
          ]}
        />
      </CalendarForm>
      <p className="hint">Nothing new starts or advances then; rollbacks go on.</p>
    </details>
  </Section>
);
