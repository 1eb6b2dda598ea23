import type { ValidationAnswer } from "../../../api/validation-answer.ts";
import { Command } from "../../parts/ask.tsx";
import { Field, LongField } from "../../parts/field.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";

type Props = { readonly release: string; readonly board: ValidationAnswer };

/** How long it lasts, how long the way back is kept, and what may be changed of both. */
export const Period = ({ release, board }: Props) => (
  <Section title="The period">
    <ul>
      {board.extensions.map((one) => (
        <li key={one.at}>
          {`Made longer by ${one.by}: ${one.reason}, until `}
          <Moment at={one.until} plain />
        </li>
      ))}
    </ul>
    <Longer release={release} board={board} />
    <Window release={release} board={board} />
  </Section>
);

const Longer = ({ release, board: { ends, endsAtMost } }: Props) => (
  <details>
    <summary>Make it longer</summary>
    <Command
      release={release}
      command="ExtendPeriod"
      label="Make it longer"
      whyNot={ends === null ? "it has not begun" : ""}
      bodyOf={({ until = "", reason = "" }) => ({ until: Date.parse(`${until}Z`), reason })}
    >
      <Field
        label="Until, in UTC"
        {...(endsAtMost === null ? {} : { hint: `at most ${endsAtMost}` })}
        name="until"
        type="datetime-local"
        required
      />
      <LongField label="Why" name="reason" required rows={2} />
    </Command>
  </details>
);

/** The server knows the least that it has to stay open, and whether harm keeps it open. */
const Window = ({ release, board: { wayBackUntil } }: Props) => (
  <details>
    <summary>Let the build before go</summary>
    <p className="soft">
      {wayBackUntil === null ? (
        "No build before is kept."
      ) : (
        <>
          It is kept as the way back until <Moment at={wayBackUntil} plain />. After that a new release brings it back.
        </>
      )}
    </p>
    <Command
      release={release}
      command="CloseRollbackWindow"
      label="Close the rollback window"
      look="danger main"
      whyNot={wayBackUntil === null ? "no rollback window is open" : ""}
      bodyOf={({ reason }) => ({ reason })}
    >
      <LongField label="Why" name="reason" required rows={2} />
    </Command>
  </details>
);
