import type { ReadOnly } from "../../../api/read-only.ts";
import type { StatusAnswer } from "../../../api/status-answer.ts";
import { Moment } from "../../parts/moment.tsx";
import { State } from "../../parts/state.tsx";
import { stageSays } from "./view.ts";

type Stage = ReadOnly<StatusAnswer["stages"][number]>;

const looks = {
  done: ["good", "good"],
  open: ["act", "half"],
  waiting: ["idle", "open"],
} as const;

/** The stages, in the order in which they are left. */
export const Path = ({ stages }: { readonly stages: readonly Stage[] }) => (
  <ol className="path" aria-label="Stages">
    {stages.map((one) => (
      <li key={one.id} className={one.state} aria-current={one.state === "open" ? "step" : undefined}>
        <b>{one.title}</b>
        <State tone={looks[one.state][0]} icon={looks[one.state][1]}>
          {stageSays(one)}
        </State>
        {one.state === "open" && one.dueBy !== null && (
          <span className={one.late ? "due bad" : "due soft"}>
            {one.late ? "late since " : "due "}
            <Moment at={one.dueBy} />
          </span>
        )}
      </li>
    ))}
  </ol>
);
