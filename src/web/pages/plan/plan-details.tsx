import type { PlanAnswer } from "../../../api/plan-answer.ts";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { Table } from "../../parts/table.tsx";
import { length } from "../../parts/time.ts";
import { missing, powerSays, stepSays } from "./view.ts";

/** Steps, what they can prove, messages, the timetable, and what is missing. */
export const PlanDetails = ({ plan }: { readonly plan: PlanAnswer }) => (
  <>
    <Missing all={missing(plan)} />
    {plan.environments.map(({ name, steps, least }) => (
      <Section key={name} title={`${name}: ${plan.strategy}`} aside={`at least ${length(least)}`}>
        <ol className="steps">
          {steps.map((step) => (
            <li key={step.weight}>{stepSays(step)}</li>
          ))}
        </ol>
      </Section>
    ))}
    {plan.power.map((one) => (
      <Section key={one.environment} title={`What the verdicts in ${one.environment} can show`}>
        {one.traffic.source === "unknown" ? (
          <p className="soft">{`Nobody knows its traffic: ${one.traffic.reason}`}</p>
        ) : (
          <ul>
            {one.steps.map((step) => (
              <li key={step.step}>{powerSays(step)}</li>
            ))}
          </ul>
        )}
      </Section>
    ))}
    <Section title="Messages">
      <Table label="Messages" heads={["Message", "To", "When"]}>
        {plan.messages.map((one) => (
          <tr key={one.id}>
            <td>{one.subject}</td>
            <td>{one.to.join(", ")}</td>
            <td>
              {one.at === null ? "when it is its turn" : <Moment at={one.at} plain />}
              {one.missed && (
                <State tone="doubt" icon="clock">
                  too late
                </State>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </Section>
    {plan.timetable.length > 0 && (
      <Section title="Timetable" aside="back from the date of production">
        <Table label="Timetable" heads={["Stage", "From", "To"]}>
          {plan.timetable.map((one) => (
            <tr key={one.stage}>
              <td>{one.stage}</td>
              <td>
                <Moment at={one.begin} plain />
              </td>
              <td>
                <Moment at={one.end} plain />
              </td>
            </tr>
          ))}
        </Table>
      </Section>
    )}
  </>
);

const Missing = ({ all }: { readonly all: readonly string[] }) =>
  all.length === 0 ? null : (
    <Section title="What no machine answers, and nobody holds" edge="doubt">
      <ul>
        {all.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </Section>
  );
