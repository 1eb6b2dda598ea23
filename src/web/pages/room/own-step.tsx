import { Ask, Command } from "../../parts/ask.tsx";
import { LongField } from "../../parts/field.tsx";

type Props = { readonly release: string; readonly environment: string; readonly number: number };

/** A step of the runbook that people do: it is done, or it did not work, and then with what happened. */
export const OwnStep = ({ release, environment, number }: Props) => (
  <>
    <Ask
      release={release}
      command="Order"
      body={{ environment, order: { type: "ConfirmStep", number, isDone: true, note: "" } }}
      label={`Step ${number} is done`}
    />
    <details>
      <summary className="small">{`Step ${number} did not work`}</summary>
      <Command
        release={release}
        command="Order"
        label="It did not work"
        look="danger main"
        bodyOf={({ note }) => ({ environment, order: { type: "ConfirmStep", number, isDone: false, note } })}
      >
        <LongField label="What happened" name="note" required rows={2} />
      </Command>
    </details>
  </>
);
