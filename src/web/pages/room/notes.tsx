import { memo } from "react";
import type { RoomAnswer } from "../../../api/room-answer.ts";
import { commandRoutes } from "../../../api/routes/command-routes.ts";
import { commandOf } from "../../data/command-of.ts";
import { useWhyNot } from "../../data/session.ts";
import { useSend } from "../../data/use-send.ts";
import { Act } from "../../parts/act.tsx";
import { Choose, emptied, filled, LongField } from "../../parts/field.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Tag } from "../../parts/state.tsx";

type Note = RoomAnswer["notes"][number];
type Props = {
  readonly release: string;
  readonly notes: readonly Note[];
  /** How many more there are before these. */
  readonly older: number;
};

const takeNote = commandOf(commandRoutes, "TakeNote");
const kinds = [
  ["note", "A note"],
  ["decision", "A decision"],
  ["message", "A message to those who wait for news"],
] as const;

const tones = { note: "idle", decision: "act", message: "doubt" } as const;

/** What people noted and decided; everybody in the room sees it at once. */
export const Notes = ({ release, notes, older }: Props) => {
  const send = useSend(takeNote);
  const whyNot = useWhyNot("prepare");
  return (
    <section className="card">
      <h2>Notes, decisions, messages</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          const said = filled(form);
          const { kind = "note", text = "" } = said;
          const body = { kind, text, about: "" };
          send.mutate({ params: { release }, body }, { onSuccess: () => emptied(form, said) });
        }}
      >
        <LongField label="What was seen or decided, or is to be told" name="text" required rows={2} />
        <Choose label="It is" name="kind" options={kinds} />
        {send.error !== null && <Problem error={send.error} />}
        <Act whyNot={whyNot} isBusy={send.isPending}>
          Write it down
        </Act>
      </form>
      <ul className="list">
        {notes.toReversed().map((one) => (
          <Noted key={one.line} note={one} />
        ))}
      </ul>
      {older > 0 && <p className="small soft">{`${older} older ones stand in the history.`}</p>}
    </section>
  );
};

/** Never drawn again but for how long ago it was: nobody changes a note. */
const Noted = memo(({ note: { kind, by, at, text } }: { readonly note: Note }) => (
  <li>
    <span className="row small soft">
      <Tag tone={tones[kind]}>{kind}</Tag>
      {by} <Moment at={at} />
    </span>
    <span>{text}</span>
  </li>
));
