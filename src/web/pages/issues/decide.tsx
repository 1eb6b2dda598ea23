import { useState } from "react";
import { commandRoutes } from "../../../api/routes/command-routes.ts";
import { AppError } from "../../../errors.ts";
import { commandOf } from "../../data/command-of.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { Act } from "../../parts/act.tsx";
import { LongField } from "../../parts/field.tsx";
import { Problem } from "../../parts/problem.tsx";

const decide = commandOf(commandRoutes, "DecideTrigger");

type Question = { readonly question: string; readonly asks: string; readonly options: readonly string[] };

/** The server asks one question after the other, and decides when it knows enough (R125). */
export const Decide = ({ release, trigger }: { readonly release: string; readonly trigger: string }) => {
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState("");
  const send = useSend(decide);
  const whyNot = useWhyNot("operate") || (reason.trim() === "" ? "say first what was seen" : "");
  const asked = questionOf(send.error);
  const give = (more: Readonly<Record<string, string>>): void => {
    const all = { ...answers, ...more };
    setAnswers(all);
    send.mutate({ params: { release }, body: { trigger, answers: all, reason } });
  };
  return (
    <details>
      <summary className="small">Decide</summary>
      <div className="stack">
        <LongField label="What was seen" value={reason} onChange={({ target }) => setReason(target.value)} rows={2} />
        {asked === null ? (
          <Act look="main" whyNot={whyNot} isBusy={send.isPending} onAct={() => give({})}>
            Begin
          </Act>
        ) : (
          <fieldset className="row">
            <legend>{asked.asks}</legend>
            {asked.options.map((option) => (
              <Act
                key={option}
                whyNot={whyNot}
                isBusy={send.isPending}
                onAct={() => give({ [asked.question]: option })}
              >
                {option}
              </Act>
            ))}
          </fieldset>
        )}
        {send.error !== null && asked === null && <Problem error={send.error} />}
        {send.data !== undefined && <p role="status">{send.data.events.map(({ says }) => says).join("; ")}</p>}
      </div>
    </details>
  );
};

const questionOf = (error: Error | null): Question | null => {
  if (!(error instanceof AppError) || error.code !== "ANSWER_MISSING") return null;
  const { question = "", asks = "", options = "" } = error.detail;
  return { question: String(question), asks: String(asks), options: String(options).split(", ") };
};
