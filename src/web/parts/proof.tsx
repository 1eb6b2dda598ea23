import { startAuthentication } from "@simplewebauthn/browser";
import { useState } from "react";
import { proofQuestion, proveBySignOn } from "../../api/routes/me-routes.ts";
import type { ProofGiven } from "../../api/routes/proof.ts";
import { client } from "../data/client.ts";
import { useMe } from "../data/session.ts";
import { Act } from "./act.tsx";
import { Field } from "./field.tsx";
import { Problem } from "./problem.tsx";

type Props = { readonly onPasskey: (proof: ProofGiven) => void };

/** By what whoever signs shows once more who they are (R201). The form takes `password` and `code`; a passkey answers by itself. */
export const Proof = ({ onPasskey }: Props) => {
  const { data } = useMe();
  const [error, setError] = useState<Error | null>(null);
  if (data === undefined) return null;
  const { password, codes, passkeys, singleSignOn } = data.credentials;
  const ask = async (): Promise<void> => {
    const question = await client.call(proofQuestion, {});
    const answer = await startAuthentication({ optionsJSON: question as never });
    onPasskey({ passkey: { ...answer } });
  };
  const goAway = async (): Promise<void> => {
    const { url } = await client.call(proveBySignOn, { body: { to: location.pathname } });
    location.assign(url);
  };
  return (
    <fieldset className="card">
      <legend className="small">A signature shows once more who you are</legend>
      {password && <Field label="Your password" name="password" type="password" autoComplete="current-password" />}
      {codes !== null && <Field label="One-time code" name="code" inputMode="numeric" autoComplete="one-time-code" />}
      <div className="row">
        {passkeys.length > 0 && <Act onAct={() => void ask().catch(setError)}>Sign by passkey</Act>}
        {singleSignOn && <Act onAct={() => void goAway().catch(setError)}>Show it by single sign-on</Act>}
      </div>
      {error !== null && <Problem error={error} />}
    </fieldset>
  );
};

/** What the form says; nothing where a single sign-on of the last minutes shall count. */
export const proofOf = ({ password = "", code = "" }: Readonly<Record<string, string>>): { proof?: ProofGiven } => {
  const proof = { ...(password === "" ? {} : { password }), ...(code === "" ? {} : { code }) };
  return Object.keys(proof).length === 0 ? {} : { proof };
};
