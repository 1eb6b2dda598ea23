import { useRef } from "react";
import type { ReadOnly } from "../../../api/read-only.ts";
import { commandRoutes } from "../../../api/routes/command-routes.ts";
import { wayReads } from "../../../api/routes/way-reads.ts";
import type { StatusAnswer } from "../../../api/status-answer.ts";
import { commandOf } from "../../data/command-of.ts";
import { useWhyNot } from "../../data/session.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { useSend } from "../../data/use-send.ts";
import { Act } from "../../parts/act.tsx";
import { Choose, filled, LongField } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Problem } from "../../parts/problem.tsx";
import { inProduction, whyNoWayBack } from "./view.ts";

type Props = { readonly status: ReadOnly<StatusAnswer> };
const order = commandOf(commandRoutes, "Order");

const severities = [
  ["critical", "Critical: users are harmed now"],
  ["high", "High: it has to be gone within the hour"],
  ["medium", "Medium"],
  ["low", "Low"],
] as const;

/** Always there; it says what it would do before anybody orders it. */
export const WayBack = ({ status }: Props) => {
  const box = useRef<HTMLDialogElement>(null);
  const rollout = inProduction(status);
  const permission = useWhyNot("operate");
  const whyNot = whyNoWayBack(rollout) || permission;
  return (
    <>
      <Act look="danger main" whyNot={whyNot} onAct={() => box.current?.showModal()}>
        <Icon name="back" /> Roll back production
      </Act>
      <dialog ref={box} aria-labelledby="way-back">
        {whyNot === "" && <Ordering status={status} onDone={() => box.current?.close()} />}
      </dialog>
    </>
  );
};

const Ordering = ({ status, onDone }: Props & { readonly onDone: () => void }) => {
  const send = useSend(order);
  const { release } = status;
  const plan = useAnswer(wayReads.readRollbackPlan, { params: { release }, query: { environment: "production" } });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const { reason = "", severity = "critical" } = filled(event.currentTarget);
        const body = { environment: "production", order: { type: "RollBack", reason, severity } };
        send.mutate({ params: { release }, body }, { onSuccess: onDone });
      }}
    >
      <h2 id="way-back">{`All traffic back to ${inProduction(status)?.baseline ?? "the known-good build"}`}</h2>
      {plan.data !== undefined && (
        <ol>
          {plan.data.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {send.error !== null && <Problem error={send.error} />}
      <LongField
        label="Why"
        name="reason"
        hint="It stands in the record, and in the messages that go out."
        required
        autoFocus
      />
      <Choose label="Severity" name="severity" options={severities} defaultValue="critical" />
      <div className="row">
        <Act look="danger main" isBusy={send.isPending}>
          Roll back now
        </Act>
        <Act look="quiet" onAct={onDone}>
          Not now
        </Act>
      </div>
    </form>
  );
};
