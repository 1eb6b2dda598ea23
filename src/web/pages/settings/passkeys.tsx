import { startRegistration } from "@simplewebauthn/browser";
import { useState } from "react";
import { addPasskey, newPasskeyQuestion, removePasskey } from "../../../api/routes/me-routes.ts";
import { client } from "../../data/client.ts";
import { useSend } from "../../data/use-send.ts";
import { Field } from "../../parts/field.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Proof, proofOf } from "../../parts/proof.tsx";
import { Section } from "../../parts/section.tsx";
import { SentForm } from "../../parts/sent-form.tsx";

type Passkey = { readonly id: string; readonly name: string; readonly madeAt: string; readonly usedAt: string | null };

export const Passkeys = ({ all }: { readonly all: readonly Passkey[] }) => (
  <Section title="Passkeys" aside={all.length === 0 ? "none" : String(all.length)}>
    <ul className="list">
      {all.map((one) => (
        <li key={one.id}>
          <span className="row spread">
            <strong>{one.name}</strong>
            <span className="small soft">
              made <Moment at={one.madeAt} />
              {one.usedAt !== null && (
                <>
                  , used <Moment at={one.usedAt} />
                </>
              )}
            </span>
          </span>
          <Removal id={one.id} />
        </li>
      ))}
    </ul>
    <Adding />
  </Section>
);

const Adding = () => {
  const send = useSend(addPasskey);
  const [error, setError] = useState<Error | null>(null);
  const add = async (name: string, proof: Readonly<Record<string, string>>): Promise<void> => {
    const question = await client.call(newPasskeyQuestion, { body: proofOf(proof) });
    const answer = await startRegistration({ optionsJSON: question as never });
    await send.mutateAsync({ body: { name, answer: { ...answer } } });
  };
  return (
    <details>
      <summary>Make one on this device</summary>
      <SentForm
        label="Make it"
        send={{ ...send, error: error ?? send.error }}
        onSend={({ name = "", ...proof }) => {
          setError(null);
          void add(name, proof).catch(setError);
        }}
      >
        <Field label="What to call it" hint="Such as: my laptop." name="name" required />
        <Proof onPasskey={() => undefined} />
      </SentForm>
    </details>
  );
};

const Removal = ({ id }: { readonly id: string }) => {
  const send = useSend(removePasskey);
  return (
    <details>
      <summary className="small">Remove it</summary>
      <SentForm
        label="Remove it"
        look="danger"
        send={send}
        onSend={(proof) => send.mutate({ body: { id, ...proofOf(proof) } })}
      >
        <Proof onPasskey={(proof) => send.mutate({ body: { id, proof } })} />
      </SentForm>
    </details>
  );
};
