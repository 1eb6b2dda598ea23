import { useState } from "react";
import { listTokens, makeToken, revokeToken } from "../../../api/routes/token-routes.ts";
import { serverNow } from "../../data/clock.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { useSend } from "../../data/use-send.ts";
import { Act } from "../../parts/act.tsx";
import { Answer } from "../../parts/answer.tsx";
import { Field } from "../../parts/field.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Proof, proofOf } from "../../parts/proof.tsx";
import { Section } from "../../parts/section.tsx";
import { SentForm } from "../../parts/sent-form.tsx";

type Permission = "see" | "prepare" | "operate" | "approve" | "administer";

/** What programs and agents show instead of a password. */
export const Tokens = ({ permissions }: { readonly permissions: readonly Permission[] }) => {
  const tokens = useAnswer(listTokens, {});
  const revoke = useSend(revokeToken);
  return (
    <Section title="Tokens">
      <Answer of={tokens} what="the tokens">
        {({ tokens: all }) => (
          <ul className="list">
            {all.map((one) => (
              <li key={one.id}>
                <span className="row spread">
                  <strong>{`${one.account}: ${one.name}`}</strong>
                  {one.revokedAt === null ? (
                    <Act
                      look="quiet"
                      isBusy={revoke.isPending}
                      onAct={() => revoke.mutate({ params: { token: one.id } })}
                    >
                      Revoke
                    </Act>
                  ) : (
                    <span className="idle">revoked</span>
                  )}
                </span>
                <span className="small soft">
                  {`${one.scopes.join(", ")} · until `}
                  <Moment at={one.until} plain />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Answer>
      <Making permissions={permissions} />
    </Section>
  );
};

const Making = ({ permissions }: { readonly permissions: readonly Permission[] }) => {
  const make = useSend(makeToken);
  const [scopes, setScopes] = useState<readonly Permission[]>(["see"]);
  return (
    <details>
      <summary>Make one</summary>
      <SentForm
        label="Make it"
        send={make}
        onSend={({ name = "", account = "", days = "30", ...proof }) =>
          make.mutate({
            body: {
              name,
              scopes: [...scopes],
              until: (serverNow() + Number(days) * 86_400_000) as never,
              ...(account === "" ? {} : { account }),
              ...proofOf(proof),
            },
          })
        }
      >
        <Field label="What it is for" name="name" required />
        <Field label="Whose" hint="Your own if this is empty; or the id of an agent." name="account" />
        <Field label="Days until it ends" name="days" type="number" min={1} max={365} defaultValue={30} required />
        <fieldset>
          <legend>It may</legend>
          {permissions.map((one) => (
            <label key={one} className="choice">
              <input
                type="checkbox"
                checked={scopes.includes(one)}
                onChange={({ target }) =>
                  setScopes(target.checked ? [...scopes, one] : scopes.filter((other) => other !== one))
                }
              />
              {one}
            </label>
          ))}
        </fieldset>
        <Proof onPasskey={() => undefined} />
      </SentForm>
      {make.data !== undefined && (
        <div role="status">
          <p>It is shown once:</p>
          <pre>{make.data.text}</pre>
        </div>
      )}
    </details>
  );
};
