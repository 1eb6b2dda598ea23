import type { ReadOnly } from "../../../api/read-only.ts";
import { wayReads } from "../../../api/routes/way-reads.ts";
import type { StatusAnswer } from "../../../api/status-answer.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Facts } from "../../parts/facts.tsx";
import { Section } from "../../parts/section.tsx";
import { State } from "../../parts/state.tsx";
import { lookOfState } from "../../parts/tone.ts";
import { usersSay } from "./view.ts";

/** What there is by now: running software, users, and what the release leaves behind (R17). */
export const LiveFacts = ({ status }: { readonly status: ReadOnly<StatusAnswer> }) => {
  const { release, running = [] } = status;
  const outputs = useAnswer(wayReads.readOutputs, { params: { release } });
  return (
    <Section title="What there is">
      <Facts
        facts={[
          ...running.map(
            ({ environment, version, digest }) =>
              [
                `In ${environment}`,
                <span key={environment} title={digest ?? ""}>
                  {version ?? "nothing known"} <code>{digest?.slice(0, 19)}</code>
                </span>,
              ] as const,
          ),
          ["Users", usersSay(status)],
          ...(outputs.data?.outputs ?? []).map(
            ({ id, title, state }) =>
              [
                title,
                <State key={id} {...lookOfState[state]}>
                  {state}
                </State>,
              ] as const,
          ),
        ]}
      />
    </Section>
  );
};
