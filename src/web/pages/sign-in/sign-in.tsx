import { startAuthentication } from "@simplewebauthn/browser";
import { type ReactNode, useState } from "react";
import {
  beginSignOn,
  passkeyQuestion,
  signInByCode,
  signInByPasskey,
  signInByPassword,
  signInWays,
} from "../../../api/routes/sign-in-routes.ts";
import { client } from "../../data/client.ts";
import { queryClient } from "../../data/query-client.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { useSend } from "../../data/use-send.ts";
import { Act } from "../../parts/act.tsx";
import { Field, filled } from "../../parts/field.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";

const enter = (): Promise<void> => queryClient.resetQueries();

export const SignIn = () => {
  const [step, setStep] = useState<string | null>(null);
  return (
    <main id="content" className="sign">
      <Page title="Sign in to Headgate">
        {step === null ? <First onStep={setStep} /> : <Code step={step} onBack={() => setStep(null)} />}
      </Page>
    </main>
  );
};

const First = ({ onStep }: { readonly onStep: (step: string) => void }) => {
  const { data: ways } = useAnswer(signInWays, {});
  return (
    <div className="card">
      {(ways === undefined || ways.local) && <Password onStep={onStep} />}
      <div className="row">
        {ways?.local && <Passkey />}
        {ways?.singleSignOn && <SignOn name={ways.singleSignOn.name} />}
      </div>
      <p className="hint">Nobody signs up here: an administrator sends an invitation.</p>
    </div>
  );
};

const Password = ({ onStep }: { readonly onStep: (step: string) => void }) => {
  const send = useSend(signInByPassword);
  return (
    <Sent
      error={send.error}
      onSend={(form) => {
        const { name = "", password = "" } = filled(form);
        send.mutate(
          { body: { name, password } },
          { onSuccess: ({ step }) => (step === null ? void enter() : onStep(step)) },
        );
      }}
    >
      <Field label="Name" name="name" autoComplete="username webauthn" required />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      <Act look="main" isBusy={send.isPending}>
        Sign in
      </Act>
    </Sent>
  );
};

const Code = ({ step, onBack }: { readonly step: string; readonly onBack: () => void }) => {
  const send = useSend(signInByCode);
  return (
    <div className="card">
      <Sent
        error={send.error}
        onSend={(form) =>
          send.mutate({ body: { step, code: filled(form).code ?? "" } }, { onSuccess: () => void enter() })
        }
      >
        <Field
          label="One-time code"
          hint="From your authenticator app; a recovery code will do as well."
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
        />
        <div className="row">
          <Act look="main" isBusy={send.isPending}>
            Go on
          </Act>
          <Act look="quiet" onAct={onBack}>
            Back
          </Act>
        </div>
      </Sent>
    </div>
  );
};

type Sending = {
  readonly error: Error | null;
  readonly onSend: (form: HTMLFormElement) => void;
  readonly children: ReactNode;
};

const Sent = ({ error, onSend, children }: Sending) => (
  <form
    onSubmit={(event) => {
      event.preventDefault();
      onSend(event.currentTarget);
    }}
  >
    {error !== null && <Problem error={error} />}
    {children}
  </form>
);

const Passkey = () => {
  const [error, setError] = useState<Error | null>(null);
  const go = async (): Promise<void> => {
    const question = await client.call(passkeyQuestion, {});
    const answer = await startAuthentication({ optionsJSON: question as never });
    await client.call(signInByPasskey, { body: { answer: { ...answer } } });
    await enter();
  };
  return (
    <>
      <Act onAct={() => void go().catch((problem: Error) => setError(problem))}>Use a passkey</Act>
      {error !== null && <Problem error={error} />}
    </>
  );
};

const SignOn = ({ name }: { readonly name: string }) => {
  const send = useSend(beginSignOn);
  const to = `${location.pathname}${location.search}`;
  return (
    <>
      <Act onAct={() => send.mutate({ body: { to } }, { onSuccess: ({ url }) => location.assign(url) })}>{name}</Act>
      {send.error !== null && <Problem error={send.error} />}
    </>
  );
};
