import type { RoomAnswer } from "../../../api/room-answer.ts";
import { zoneChoice } from "../../data/choice.ts";
import { absolute } from "../../parts/time.ts";

/** So many lines are enough to follow; all of them stand in the history. */
const shown = 200;

/** What happened, the newest first, with its number in the journal. */
export const Log = ({ lines }: { readonly lines: RoomAnswer["timeline"] }) => {
  const zone = zoneChoice.use();
  return (
    <section className="card">
      <h2>
        Log <span className="small soft">{`${lines.length} lines`}</span>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard. */}
      <div className="timeline" role="log" aria-label="Log" tabIndex={0}>
        <ol className="list">
          {lines
            .slice(-shown)
            .toReversed()
            .map((one) => (
              <li key={one.version}>
                <span className="small soft">
                  {absolute(Date.parse(one.at), zone)} · {one.actor} · <span title={one.hash}>{`#${one.version}`}</span>
                </span>
                <span>{one.says}</span>
              </li>
            ))}
        </ol>
      </div>
    </section>
  );
};
