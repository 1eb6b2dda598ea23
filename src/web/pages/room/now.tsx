import type { ReadOnly } from "../../../api/read-only.ts";
import { commandRoutes } from "../../../api/routes/command-routes.ts";
import type { RolloutAnswer, StatusAnswer } from "../../../api/status-answer.ts";
import { commandOf } from "../../data/command-of.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { Act } from "../../parts/act.tsx";
import { Countdown, Moment } from "../../parts/moment.tsx";
import { Problem } from "../../parts/problem.tsx";
import { State } from "../../parts/state.tsx";
import { lookOf } from "../../parts/tone.ts";
import { Share } from "../release/share.tsx";
import { WayBack } from "../release/way-back.tsx";
import { OwnStep } from "./own-step.tsx";

type Rollout = ReadOnly<RolloutAnswer>;
type Props = { readonly status: ReadOnly<StatusAnswer>; readonly rollout: Rollout | undefined };

const order = commandOf(commandRoutes, "Order");

/** Who serves what share, what is waited for and until when, and what can be ordered. */
export const Now = ({ status, rollout }: Props) => (
  <section className="card">
    {rollout !== undefined && (
      <>
        <div className="row spread">
          <h2>{`${rollout.environment}${rollout.purpose === "drill" ? ": rollback drill" : ""}`}</h2>
          <Phase rollout={rollout} />
        </div>
        <Share rollout={rollout} />
        <Waits rollout={rollout} />
        <Step release={status.release} rollout={rollout} />
      </>
    )}
    <div className="row">
      {rollout !== undefined && <Orders release={status.release} rollout={rollout} />}
      <WayBack status={status} />
    </div>
  </section>
);

const Phase = ({ rollout }: { readonly rollout: Rollout }) => {
  const { word, ...look } = lookOf(rollout);
  return <State {...look}>{word}</State>;
};

const Waits = ({ rollout: { waits = [], keepUntil, pointOfNoReturn, phase } }: { readonly rollout: Rollout }) => (
  <ul className="list">
    {waits.map((one) => (
      <li key={`${one.wait} ${one.step}`}>
        <span>
          {`Waits for ${one.role === "" ? "whoever answers for it" : one.role}${one.title === "" ? "" : `: ${one.title}`} · `}
          <Countdown until={one.until} />
          {`, then: ${one.otherwise}`}
        </span>
      </li>
    ))}
    {keepUntil !== null && phase === "promoted" && (
      <li>
        <span>
          The build before is kept as the way back: <Countdown until={keepUntil} />
        </span>
      </li>
    )}
    {pointOfNoReturn !== undefined && (
      <li>
        <span>
          A rollback has to begin by <Moment at={pointOfNoReturn} plain /> to end inside the booked window.
        </span>
      </li>
    )}
  </ul>
);

/** Asked for before users have anything of it, and on the way back too. */
const Step = ({
  release,
  rollout: { environment, waits = [] },
}: {
  readonly release: string;
  readonly rollout: Rollout;
}) => {
  const number = waits.find(({ wait }) => wait === "runbook")?.step;
  return number == null ? null : <OwnStep release={release} environment={environment} number={number} />;
};

/** What keeps a rollout or lets it go on. */
const Orders = ({ release, rollout }: { readonly release: string; readonly rollout: Rollout }) => {
  const send = useSend(order);
  const permission = useWhyNot("operate");
  const { environment, phase, paused, step, closed } = rollout;
  const give = (given: Readonly<Record<string, unknown>>): void =>
    send.mutate({ params: { release }, body: { environment, order: given } });
  if (phase !== "progressing") return null;
  const isForGo = closed.some((gate) => gate.startsWith("approval"));
  const others = closed.filter((gate) => !gate.startsWith("approval"));
  return (
    <>
      {isForGo && (
        <Act
          look="main"
          whyNot={permission || others.join("; ")}
          isBusy={send.isPending}
          onAct={() => give({ type: "Promote", step: step - 1 })}
        >
          {`Give the go for step ${step}`}
        </Act>
      )}
      {paused === null ? (
        <Act
          whyNot={permission}
          isBusy={send.isPending}
          onAct={() => give({ type: "Pause", reason: "from the war room" })}
        >
          Pause
        </Act>
      ) : (
        <Act look="main" whyNot={permission} isBusy={send.isPending} onAct={() => give({ type: "Resume" })}>
          Let it go on
        </Act>
      )}
      {send.error !== null && <Problem error={send.error} />}
    </>
  );
};
