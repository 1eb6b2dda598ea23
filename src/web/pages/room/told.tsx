import { historyReads } from "../../../api/routes/history-reads.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { Tag } from "../../parts/state.tsx";

const tones = { delivered: "good", "given up": "bad", failing: "doubt", pending: "idle", skipped: "idle" } as const;

/** Who was told what and when, the newest first; audiences that hear nothing are named. */
export const Told = ({ release }: { readonly release: string }) => {
  const notices = useAnswer(historyReads.readNotices, { params: { release } });
  return (
    <Section title="Who was told">
      <Answer of={notices} what="who was told">
        {({ told, quiet }) => (
          <>
            {quiet.map((one) => (
              <p key={one.audience} className="doubt">{`${one.audience}: ${one.says}`}</p>
            ))}
            <ul className="list timeline">
              {told
                .slice(-60)
                .toReversed()
                .map((one) => (
                  <li key={`${one.id} ${one.about} ${one.to}`}>
                    <span className="row spread">
                      <span>{`${one.id} to ${one.to}`}</span>
                      <Tag tone={tones[one.state]}>{one.state}</Tag>
                    </span>
                    {one.at !== null && (
                      <span className="small soft">
                        <Moment at={one.at} />
                      </span>
                    )}
                  </li>
                ))}
            </ul>
          </>
        )}
      </Answer>
    </Section>
  );
};
