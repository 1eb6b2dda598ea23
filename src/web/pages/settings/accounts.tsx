import type { AccountAnswer } from "../../../api/routes/account-routes.ts";
import { inviteAccount, listAccounts, lockAccount, unlockAccount } from "../../../api/routes/account-routes.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { useSend } from "../../data/use-send.ts";
import { Answer } from "../../parts/answer.tsx";
import { Field } from "../../parts/field.tsx";
import { Proof, proofOf } from "../../parts/proof.tsx";
import { Section } from "../../parts/section.tsx";
import { SentForm } from "../../parts/sent-form.tsx";
import { Tag } from "../../parts/state.tsx";

/** Everybody under `people:`, for administrators. */
export const Accounts = () => {
  const accounts = useAnswer(listAccounts, {});
  return (
    <Section title="Everybody's accounts">
      <Answer of={accounts} what="the accounts">
        {({ accounts: all }) => (
          <ul className="list">
            {all.map((one) => (
              <Account key={one.id} one={one} />
            ))}
          </ul>
        )}
      </Answer>
    </Section>
  );
};

const tones = { open: "good", none: "idle", invited: "act", locked: "bad", disabled: "idle" } as const;

const Account = ({ one }: { readonly one: AccountAnswer }) => {
  const invite = useSend(inviteAccount);
  const lock = useSend(lockAccount);
  const unlock = useSend(unlockAccount);
  const params = { account: one.id };
  return (
    <li>
      <span className="row spread">
        <span className="row">
          <strong>{one.name}</strong>
          <Tag tone={tones[one.state]}>{one.state}</Tag>
        </span>
        <span className="small soft">{`${one.kind} · ${one.credentials.join(", ") || "nothing opens it"}`}</span>
      </span>
      {one.kind === "human" && (
        <details>
          <summary className="small">Invite or lock</summary>
          <div className="charts">
            <SentForm
              label="Make an invitation"
              send={invite}
              onSend={(proof) => invite.mutate({ params, body: proofOf(proof) })}
            >
              <Proof onPasskey={(proof) => invite.mutate({ params, body: { proof } })} />
              {invite.data !== undefined && <pre>{invite.data.link}</pre>}
            </SentForm>
            {one.state === "locked" ? (
              <SentForm label="Unlock it" send={unlock} onSend={() => unlock.mutate({ params })} />
            ) : (
              <SentForm
                label="Lock it"
                look="danger"
                send={lock}
                onSend={({ reason = "" }) => lock.mutate({ params, body: { reason } })}
              >
                <Field label="Why" name="reason" required />
              </SentForm>
            )}
          </div>
        </details>
      )}
    </li>
  );
};
