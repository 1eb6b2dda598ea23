import { memo } from "react";
import type { RoomAnswer } from "../../../api/room-answer.ts";
import { zoneChoice } from "../../data/choice.ts";
import { Head } from "../../parts/head.tsx";
import { absolute, type Zone } from "../../parts/time.ts";

type Line = RoomAnswer["timeline"][number];
type Props = {
  readonly lines: readonly Line[];
  /** How many more there are before these. */
  readonly older: number;
};

/** What happened, the newest first, with its number in the journal. */
export const Log = ({ lines, older }: Props) => {
  const zone = zoneChoice.use();
  return (
    <section className="card">
      <Head title="Log" aside={`${lines.length + older} lines`} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard. */}
      <div className="timeline" role="log" aria-label="Log" tabIndex={0}>
        <ol className="list">
          {lines.toReversed().map((one) => (
            <Said key={one.version} line={one} zone={zone} />
          ))}
        </ol>
      </div>
    </section>
  );
};

/** Never drawn again: no line of a history changes. */
const Said = memo(({ line, zone }: { readonly line: Line; readonly zone: Zone }) => (
  <li>
    <span className="small soft">
      {absolute(Date.parse(line.at), zone)} · {line.actor} · {`#${line.version}`}
    </span>
    <span>{line.says}</span>
  </li>
));
