import { beginCodes, confirmCodes, removeCodes } from "../../../api/routes/me-routes.ts";
import { useSend } from "../../data/use-send.ts";
import { Field } from "../../parts/field.tsx";
import { Proof, proofOf } from "../../parts/proof.tsx";
import { Section } from "../../parts/section.tsx";
import { SentForm } from "../../parts/sent-form.tsx";

type Props = { readonly codes: { readonly recoveryLeft: number } | null };

/** One-time codes of an authenticator app. */
export const Codes = ({ codes }: Props) => {
  const begin = useSend(beginCodes);
  const confirm = useSend(confirmCodes);
  const remove = useSend(removeCodes);
  return (
    <Section
      title="One-time codes"
      aside={codes === null ? "not set up" : `set up; ${codes.recoveryLeft} recovery codes are left`}
    >
      {confirm.data !== undefined && (
        <div role="status">
          <p>Keep these: each opens your account once, and they are shown once.</p>
          <pre>{confirm.data.recovery.join("\n")}</pre>
        </div>
      )}
      {begin.data !== undefined && confirm.data === undefined ? (
        <SentForm label="Confirm" send={confirm} onSend={({ code = "" }) => confirm.mutate({ body: { code } })}>
          <p>
            Give this secret to your app: <code>{begin.data.secret}</code>, or{" "}
            <a href={begin.data.uri}>open it there</a>.
          </p>
          <Field label="The code that it shows" name="code" inputMode="numeric" autoComplete="one-time-code" required />
        </SentForm>
      ) : codes === null ? (
        <details>
          <summary>Set them up</summary>
          <SentForm label="Begin" send={begin} onSend={(proof) => begin.mutate({ body: proofOf(proof) })}>
            <Proof onPasskey={(proof) => begin.mutate({ body: { proof } })} />
          </SentForm>
        </details>
      ) : (
        <details>
          <summary>Do without</summary>
          <SentForm
            label="Remove them"
            look="danger"
            send={remove}
            onSend={(proof) => remove.mutate({ body: proofOf(proof) })}
          >
            <Proof onPasskey={(proof) => remove.mutate({ body: { proof } })} />
          </SentForm>
        </details>
      )}
    </Section>
  );
};
