import { changePassword } from "../../../api/routes/me-routes.ts";
import { useSend } from "../../data/use-send.ts";
import { NewPassword } from "../../parts/new-password.tsx";
import { Proof, proofOf } from "../../parts/proof.tsx";
import { Section } from "../../parts/section.tsx";
import { SentForm } from "../../parts/sent-form.tsx";

type Props = { readonly isSet: boolean; readonly person: { readonly id: string; readonly name: string } };

export const Password = ({ isSet, person }: Props) => {
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
          <p className="hint">Every other session of yours ends.</p>
          <NewPassword name="next" account={person} />
          <Proof onPasskey={() => undefined} />
        </SentForm>
      </details>
    </Section>
  );
};
