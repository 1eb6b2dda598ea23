import { roomReads } from "../../../api/routes/room-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Command } from "../../parts/ask.tsx";
import { Choose, Field, LongField } from "../../parts/field.tsx";
import { PlaceField } from "../../parts/place-field.tsx";
import { SeverityField } from "../../parts/severity-field.tsx";

type OfTrigger = { readonly release: string; readonly trigger: string };

export const Settle = ({ release, trigger }: OfTrigger) => (
  <details>
    <summary className="small">It is over</summary>
    <Command
      release={release}
      command="SettleTrigger"
      label="Say that it is over"
      bodyOf={({ how, reason }) => ({ trigger, how, reason })}
    >
      <Choose label="Because" name="how" options={ends} />
      <LongField label="How it is known" name="reason" required rows={2} />
    </Command>
  </details>
);

const ends = [
  ["cleared", "the harm is gone"],
  ["mended later", "a later release mends it"],
] as const;

export const Grade = ({ release, trigger }: OfTrigger) => (
  <details>
    <summary className="small">Say how bad it is</summary>
    <Command
      release={release}
      command="GradeTrigger"
      label="Grade the sign"
      bodyOf={({ severity, reason }) => ({ trigger, severity, reason })}
    >
      <SeverityField />
      <LongField label="Why" name="reason" required rows={2} />
    </Command>
  </details>
);

/** Only what was thought out beforehand, each with the check that has to pass after it. */
export const FixInPlace = ({ release, trigger }: OfTrigger) => {
  const { data } = useAnswer(roomReads.readFixes, { params: { release } });
  const planned = data?.plannedFixes ?? [];
  if (planned.length === 0) return null;
  return (
    <details>
      <summary className="small">A planned fix was made</summary>
      <Command
        release={release}
        command="ApplyFix"
        label="It was made in place"
        bodyOf={({ fix }) => ({ trigger, fix })}
      >
        <Choose
          label="Which one"
          name="fix"
          hint="It counts when its check has passed."
          options={planned.map(({ name, does, verifiedBy }) => [name, `${name}: ${does} (${verifiedBy})`])}
        />
      </Command>
    </details>
  );
};

/** A critical one brings production back by itself; the process says what each of the others does. */
export const Raise = ({ release }: { readonly release: string }) => (
  <details>
    <summary>Raise a sign of harm</summary>
    <Command
      release={release}
      command="RaiseTrigger"
      label="Raise it"
      bodyOf={({ severity, says, environment, key = "" }) => ({ severity, says, environment, key, source: "person" })}
    >
      <LongField label="What is seen" name="says" required rows={2} />
      <SeverityField />
      <PlaceField />
      <Field label="Its key" name="key" hint="The same key is the same sign, as long as it is open; or nothing." />
    </Command>
  </details>
);
