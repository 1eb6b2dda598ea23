import { calendarReads } from "../../../api/routes/calendar-reads.ts";
import { planReads } from "../../../api/routes/plan-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Command } from "../../parts/ask.tsx";
import { Field, LongField } from "../../parts/field.tsx";
import { Moment } from "../../parts/moment.tsx";
import { type OfRelease, ReleasePage } from "../../parts/release-page.tsx";
import { Section } from "../../parts/section.tsx";
import { length } from "../../parts/time.ts";
import { PlanDetails } from "./plan-details.tsx";

/** What this release goes through, before anything starts. */
export const Plan = ({ params: { release = "" } }: OfRelease) => {
  const plan = useAnswer(planReads.readReleasePlan, { params: { release }, query: { measure: 0 as never } });
  const conflicts = useAnswer(calendarReads.readConflicts, { params: { release } });
  return (
    <ReleasePage release={release} title="Plan" says="What it goes through, and what the verdicts on the way can show.">
      <Answer of={plan} what="the plan">
        {(found) => (
          <>
            <Section title="When">
              <p>
                {found.productionAt === null ? (
                  "No date of production is set."
                ) : (
                  <>
                    Production <Moment at={found.productionAt} plain />
                  </>
                )}
              </p>
              <p className="soft">{`The shortest notice that keeps every message: ${length(found.noticeNeeded)}.`}</p>
              {conflicts.data !== undefined && conflicts.data.conflicts.length > 0 && (
                <ul className="bad">
                  {conflicts.data.conflicts.map((one) => (
                    <li key={one}>{one}</li>
                  ))}
                </ul>
              )}
              <details>
                <summary>Change the date</summary>
                <Command
                  release={release}
                  command="Reschedule"
                  label="Change it"
                  bodyOf={({ at = "", reason = "" }) => ({ productionAt: Date.parse(`${at}Z`), reason })}
                >
                  <Field label="Production, in UTC" name="at" type="datetime-local" required />
                  <LongField label="Why" name="reason" required rows={2} />
                </Command>
              </details>
            </Section>
            <PlanDetails plan={found} />
          </>
        )}
      </Answer>
    </ReleasePage>
  );
};
