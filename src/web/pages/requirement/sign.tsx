import { useState } from "react";
import { commandRoutes } from "../../../api/routes/command-routes.ts";
import { overviewReads } from "../../../api/routes/overview-reads.ts";
import type { ProofGiven } from "../../../api/routes/proof.ts";
import { commandOf } from "../../data/command-of.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { useSend } from "../../data/use-send.ts";
import { useWhyNotMine } from "../../data/use-why-not-mine.ts";
import { Act } from "../../parts/act.tsx";
import { Facts } from "../../parts/facts.tsx";
import { filled, LongField } from "../../parts/field.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Proof, proofOf } from "../../parts/proof.tsx";
import { Line } from "../release/owed.tsx";
import { type Detail, notMet, standsOn } from "./view.ts";

type Props = { readonly release: string; readonly detail: Detail };

const [approve, reject] = [commandOf(commandRoutes, "Approve"), commandOf(commandRoutes, "Reject")];

/** What exactly is signed: the statement, what it stands on with what is not met first, and the hash of all of it. */
export const Sign = ({ release, detail }: Props) => {
  const { signature, status } = detail;
  const all = useAnswer(overviewReads.readRelease, { params: { release }, query: { all: "true" } });
  if (signature === undefined) return null;
  const on = standsOn(signature.shown, all.data?.requirements ?? []);
  return (
    <section className="card">
      <h2>{status.state === "pass" ? "What is signed" : "What you would sign"}</h2>
      <blockquote className="text">
        <p>{signature.statement}</p>
      </blockquote>
      <p>{all.data === undefined ? "Loading what it stands on …" : notMet(on)}</p>
      <ul className="list">
        {on.asked.map((one) => (
          <Line key={one.id} release={release} one={one} />
        ))}
      </ul>
      <details>
        <summary className="small">The facts, and the hash that the signature is for</summary>
        <Facts
          small
          facts={[...on.facts.map(({ item, of }) => [item, of] as const), ["build", signature.build] as const].map(
            ([item, of]) => [item, <code key={item}>{of}</code>] as const,
          )}
        />
      </details>
      <p className="small">
        Hash of what is shown: <code>{signature.digest}</code>
      </p>
      {status.state !== "pass" && <Deciding release={release} detail={detail} signature={signature} />}
    </section>
  );
};

type Signature = NonNullable<Detail["signature"]>;

const Deciding = ({ release, detail, signature }: Props & { readonly signature: Signature }) => {
  const whyNot = useWhyNotMine(release, detail.status, "approve");
  const [isNo, setNo] = useState(false);
  const yes = useSend(approve);
  const no = useSend(reject);
  const { id: requirement } = detail.status;
  const sign = (given: { readonly proof?: ProofGiven }, reason: string): void => {
    const { shown, digest: shownDigest, build } = signature;
    if (isNo) no.mutate({ params: { release }, body: { requirement, reason, ...given } });
    else yes.mutate({ params: { release }, body: { requirement, shown, shownDigest, build, ...given } });
  };
  const error = isNo ? no.error : yes.error;
  const isBusy = yes.isPending || no.isPending;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const form = filled(event.currentTarget);
        sign(proofOf(form), form.reason ?? "");
      }}
    >
      {error !== null && <Problem error={error} />}
      {isNo && (
        <LongField label="Why not" name="reason" hint="A no ends the release; what is rolled out goes back." required />
      )}
      {whyNot === "" && <Proof onPasskey={(proof) => sign({ proof }, "")} />}
      <div className="row">
        <Act look={isNo ? "danger main" : "main"} whyNot={whyNot} isBusy={isBusy}>
          {isNo ? "Say no, and end the release" : "Sign"}
        </Act>
        {whyNot === "" && (
          <Act look="quiet" onAct={() => setNo(!isNo)}>
            {isNo ? "Back" : "Say no instead"}
          </Act>
        )}
      </div>
    </form>
  );
};
