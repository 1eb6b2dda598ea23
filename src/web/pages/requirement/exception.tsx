import { useMe } from "../../data/session.ts";
import { useNow } from "../../data/use-now.ts";
import { Command } from "../../parts/ask.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Field, LongField } from "../../parts/field.tsx";
import { SignedCommand } from "../../parts/signed-command.tsx";
import { type Detail, draftSays, whyNoWaiver } from "./view.ts";

type Props = { readonly release: string; readonly detail: Detail };

/** What somebody drafted, to be taken up as one's own act; a drafted signature is given where all are given. */
export const Proposal = ({ release, detail: { status, proposal } }: Props) =>
  proposal === undefined ? null : (
    <section className="card">
      <h2>{`${proposal.by} proposes: ${proposal.note}`}</h2>
      <Facts facts={draftSays(proposal)} />
      {proposal.draft.kind === "sign" ? (
        <p>Read below what it stands on, and sign yourself.</p>
      ) : (
        <SignedCommand
          release={release}
          command="TakeUp"
          label="Make it my own"
          bodyOf={() => ({ requirement: status.id })}
        />
      )}
    </section>
  );

/** A waiver that waits for another person's yes. */
export const Grant = ({ release, detail: { status, waiver } }: Props) => {
  const { data: me } = useMe();
  if (waiver === null || waiver.grantedBy !== null) return null;
  const isOwn = me?.person.id === waiver.requestedBy;
  return (
    <section className="card">
      <h2>Grant the exception?</h2>
      <SignedCommand
        release={release}
        command="GrantWaiver"
        label="Grant it"
        whyNot={isOwn ? "you asked for it: another person grants it" : ""}
        bodyOf={() => ({ requirement: status.id })}
      />
    </section>
  );
};

/** The ways around, for when the thing itself cannot be had: by two people, or in an emergency by one. */
export const Exception = ({ release, detail }: Props) => {
  const { status } = detail;
  if (whyNoWaiver(detail) !== "") return null;
  return (
    <section className="card">
      <h2>If it cannot be met</h2>
      <details>
        <summary>Ask for an exception</summary>
        <AskForWaiver release={release} requirement={status.id} />
      </details>
      <details>
        <summary>Open it alone, in an emergency</summary>
        <SignedCommand
          release={release}
          command="BreakGlass"
          label="Break the glass"
          look="danger main"
          bodyOf={({ reason }) => ({ requirement: status.id, reason })}
        >
          <p>
            It opens at once, for this build alone. Everybody hears of it, and somebody else reviews it within days.
          </p>
          <LongField label="What cannot wait" name="reason" required rows={2} />
        </SignedCommand>
      </details>
    </section>
  );
};

const AskForWaiver = ({ release, requirement }: { readonly release: string; readonly requirement: string }) => {
  const today = new Date(useNow(60_000)).toISOString().slice(0, 10);
  return (
    <Command
      release={release}
      command="RequestWaiver"
      label="Ask for it"
      look="main"
      bodyOf={({ reason, risk, control, expires = "" }) => ({
        ...{ requirement, reason, risk, control },
        expires: Date.parse(`${expires}T23:59:59Z`),
      })}
    >
      <LongField label="Why it cannot be met" name="reason" required rows={2} />
      <LongField label="What may happen" name="risk" required rows={2} />
      <LongField label="What is done instead" name="control" required rows={2} />
      <Field label="Until the end of (UTC)" name="expires" type="date" min={today} required />
    </Command>
  );
};
