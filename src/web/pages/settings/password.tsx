import { changePassword } from "../../../api/routes/me-routes.ts";
import { useSend } from "../../data/use-send.ts";
import { Field } from "../../parts/field.tsx";
import { Proof, proofOf } from "../../parts/proof.tsx";
import { Section } from "../../parts/section.tsx";
import { SentForm } from "../../parts/sent-form.tsx";

export const Password = ({ isSet }: { readonly isSet: boolean }) => {
  const send = useSend(changePassword);
  return (
    <Section title="Password" aside={isSet ? "set" : "none"}>
      <details>
        <summary>{isSet ? "Change it" : "Set one"}</summary>
        <SentForm
          label="Set it"
          send={send}
          onSend={({ next = "", ...proof }, form) =>
            send.mutate({ body: { password: next, ...proofOf(proof) } }, { onSuccess: () => form.reset() })
          }
        >
          <Field
            label="New password"
            hint="At least 12 characters. Every other session of yours ends."
            name="next"
            type="password"
            autoComplete="new-password"
            minLength={12}
            required
          />
          <Proof onPasskey={() => undefined} />
        </SentForm>
      </details>
    </Section>
  );
};
