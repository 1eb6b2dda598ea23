import {
  type AccountAnswer,
  disableAccount,
  endSessionsOf,
  inviteAccount,
  lockAccount,
  unlockAccount,
} from "../../../api/routes/account-routes.ts";
import { useSend } from "../../data/use-send.ts";
import { Field } from "../../parts/field.tsx";
import { Proof, proofOf } from "../../parts/proof.tsx";
import { SentForm } from "../../parts/sent-form.tsx";
import { Tag } from "../../parts/state.tsx";

type Props = { readonly one: AccountAnswer };

const tones = { open: "good", none: "idle", invited: "act", locked: "bad", disabled: "idle" } as const;

/** What opens somebody's account, and what an administrator may do about it. */
export const Account = ({ one }: Props) => (
  <li>
    <span className="row spread">
      <span className="row">
        <strong>{one.name}</strong>
        <Tag tone={tones[one.state]}>{one.state}</Tag>
      </span>
      <span className="small soft">{`${one.kind} · ${one.credentials.join(", ") || "nothing opens it"}${opened(one)}`}</span>
    </span>
    <details>
      <summary className="small">{one.kind === "human" ? "Invite, lock or disable" : "Lock or disable"}</summary>
      <div className="charts">
        {one.kind === "human" && <Invite one={one} />}
        {one.state === "locked" ? (
          <Unlock one={one} />
        ) : (
          <WithReason route={lockAccount} label="Lock it" hint="Until it is unlocked; its sessions end." one={one} />
        )}
        {one.sessions > 0 && <EndSessions one={one} />}
        {one.state !== "disabled" && (
          <WithReason
            route={disableAccount}
            label="Disable it"
            hint="Whoever left: its credentials, sessions and tokens are taken away."
            one={one}
          />
        )}
      </div>
    </details>
  </li>
);

const opened = ({ sessions, tokens }: AccountAnswer): string =>
  [
    ...(sessions === 0 ? [] : [sessions === 1 ? "signed in once" : `signed in ${sessions} times`]),
    ...(tokens === 0 ? [] : [tokens === 1 ? "one token" : `${tokens} tokens`]),
  ]
    .map((one) => ` · ${one}`)
    .join("");

const Invite = ({ one }: Props) => {
  const send = useSend(inviteAccount);
  const params = { account: one.id };
  return (
    <SentForm label="Make an invitation" send={send} onSend={(proof) => send.mutate({ params, body: proofOf(proof) })}>
      <Proof onPasskey={(proof) => send.mutate({ params, body: { proof } })} />
      {send.data !== undefined && <pre>{send.data.link}</pre>}
    </SentForm>
  );
};

const Unlock = ({ one }: Props) => {
  const send = useSend(unlockAccount);
  return <SentForm label="Unlock it" send={send} onSend={() => send.mutate({ params: { account: one.id } })} />;
};

const EndSessions = ({ one }: Props) => {
  const send = useSend(endSessionsOf);
  return (
    <SentForm label="End its sessions" send={send} onSend={() => send.mutate({ params: { account: one.id } })}>
      <p className="hint">Whoever is signed in has to come in again.</p>
    </SentForm>
  );
};

type Because = Props & {
  readonly route: typeof lockAccount | typeof disableAccount;
  readonly label: string;
  readonly hint: string;
};

const WithReason = ({ route, label, hint, one }: Because) => {
  const send = useSend(route);
  return (
    <SentForm
      label={label}
      look="danger"
      send={send}
      onSend={({ reason = "" }, form) =>
        send.mutate({ params: { account: one.id }, body: { reason } }, { onSuccess: () => form.reset() })
      }
    >
      <Field label="Why" hint={hint} name="reason" required />
    </SentForm>
  );
};
