import { Link } from "wouter";
import type { EnvironmentAnswer } from "../../../api/environment-answer.ts";
import type { ReadOnly } from "../../../api/read-only.ts";
import { releaseHold } from "../../../api/routes/act-routes.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { LongField } from "../../parts/field.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { SentForm } from "../../parts/sent-form.tsx";
import { at, named } from "./view.ts";

type Props = { readonly there: ReadOnly<EnvironmentAnswer> };

/** Builds that were rolled back here for cause: not tried again until a person says why (T47). */
export const HeldBack = ({ there: { environment, heldBack } }: Props) =>
  heldBack.length === 0 ? null : (
    <Section title="Held back" aside="rolled back here; another build may go at once" edge="doubt">
      <ul className="list">
        {heldBack.map((one) => (
          <Held key={one.digest} environment={environment} held={one} />
        ))}
      </ul>
    </Section>
  );

type One = { readonly environment: string; readonly held: Props["there"]["heldBack"][number] };

const Held = ({ environment, held }: One) => {
  const send = useSend(releaseHold);
  const whyNot = useWhyNot("operate");
  const params = at(environment);
  return (
    <li>
      <strong>{named(held)}</strong>
      <span>{held.reason}</span>
      <span className="small soft">
        <Link href={`/releases/${held.release}`}>{held.release}</Link>, by {held.by}, <Moment at={held.at} />
      </span>
      <details>
        <summary className="small">Let it be tried again</summary>
        <SentForm
          label={`Let ${held.version} be tried again`}
          whyNot={whyNot}
          send={send}
          onSend={({ reason = "" }) => send.mutate({ params, body: { version: held.digest, reason } })}
        >
          <LongField label="Why" name="reason" required rows={2} />
        </SentForm>
      </details>
    </li>
  );
};
