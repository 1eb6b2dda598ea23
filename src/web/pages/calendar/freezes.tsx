import { Link } from "wouter";
import type { CalendarAnswer } from "../../../api/calendar-answer.ts";
import { Choose } from "../../parts/field.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { CalendarForm } from "./calendar-form.tsx";
import { environmentsOf } from "./view.ts";

type Props = { readonly calendar: CalendarAnswer };

/** What holds, until when, for which releases it does not, and how it ends before its time. */
export const Freezes = ({ calendar }: Props) =>
  calendar.freezes.length === 0 ? null : (
    <Section title="Freezes">
      <ul className="list">
        {calendar.freezes.map((one) => (
          <Freeze key={one.id} freeze={one} calendar={calendar} />
        ))}
      </ul>
    </Section>
  );

const Freeze = ({
  freeze: { id, title, reason, from, to, environments, declaredBy },
  calendar: { overrides, booked },
}: Props & { readonly freeze: CalendarAnswer["freezes"][number] }) => (
  <li>
    <span className="row spread">
      <strong>{title}</strong>
      <span className="small soft">
        {`${environments.join(" and ")}, `}
        <Moment at={from} plain /> to <Moment at={to} plain />
      </span>
    </span>
    <span>{reason}</span>
    <span className="small soft">
      {declaredBy === null ? "It stands in headgate.yaml and is lifted there." : `Declared by ${declaredBy}.`}
    </span>
    {overrides
      .filter((one) => one.id === id)
      .map((one) => (
        <span key={`${one.release} ${one.at}`} className="small">
          Not for <Link href={`/releases/${one.release}`}>{one.release}</Link>, says {one.by}: {one.reason}
        </span>
      ))}
    {declaredBy !== null && (
      <details>
        <summary className="small">Lift it</summary>
        <CalendarForm
          label={`Lift ${title}`}
          actOf={({ reason: why = "" }) => ({ type: "LiftFreeze", id, reason: why })}
        />
      </details>
    )}
    {booked.length > 0 && (
      <details>
        <summary className="small">Let one release through</summary>
        <CalendarForm
          label="Let it through"
          actOf={({ release = "", reason: why = "" }) => ({
            type: "OverrideFreeze",
            id,
            release,
            environments: environmentsOf(environments.join(" ")),
            reason: why,
          })}
        >
          <Choose
            label="Which release"
            name="release"
            options={[...new Set(booked.map(({ release }) => release))].map((one) => [one, one])}
          />
        </CalendarForm>
      </details>
    )}
  </li>
);
