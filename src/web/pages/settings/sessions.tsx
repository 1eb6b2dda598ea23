import { endOtherSessions, endSession, listSessions } from "../../../api/routes/me-routes.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { useSend } from "../../data/use-send.ts";
import { Act } from "../../parts/act.tsx";
import { Answer } from "../../parts/answer.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Section } from "../../parts/section.tsx";

export const Sessions = () => {
  const sessions = useAnswer(listSessions, {});
  const end = useSend(endSession);
  const endOthers = useSend(endOtherSessions);
  const error = end.error ?? endOthers.error;
  return (
    <Section title="Where you are signed in">
      <Answer of={sessions} what="your sessions">
        {({ sessions: all }) => (
          <ul className="list">
            {all.map((one) => (
              <li key={one.id}>
                <span className="row spread">
                  <span>{`${one.current ? "Here: " : ""}${one.agent}`}</span>
                  {!one.current && (
                    <Act look="quiet" isBusy={end.isPending} onAct={() => end.mutate({ params: { session: one.id } })}>
                      End it
                    </Act>
                  )}
                </span>
                <span className="small soft">
                  {`${one.address}, since `}
                  <Moment at={one.begunAt} />, used <Moment at={one.usedAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Answer>
      {error !== null && <Problem error={error} />}
      <Act isBusy={endOthers.isPending} onAct={() => endOthers.mutate({})}>
        End all others
      </Act>
    </Section>
  );
};
