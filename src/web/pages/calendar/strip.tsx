import type { CalendarAnswer } from "../../../api/calendar-answer.ts";
import { zoneChoice } from "../../data/choice.ts";
import { absolute } from "../../parts/time.ts";
import { type Bar, barsOf, weeks } from "./view.ts";

const rows = [
  ["release", "Releases"],
  ["freeze", "Freezes"],
  ["window", "Windows"],
  ["peak", "Busiest"],
] as const;

/** The span at a glance; the table below says the same in words. */
export const Strip = ({ calendar }: { readonly calendar: CalendarAnswer }) => {
  const zone = zoneChoice.use();
  return (
    <div className="strip" aria-hidden="true">
      {rows.map(([kind, name]) => (
        <div key={kind} className="strip-row">
          <span className="small soft">{name}</span>
          <div className="strip-line">
            {barsOf(calendar, kind).map((bar) => (
              <Span key={`${bar.from} ${bar.says}`} bar={bar} />
            ))}
          </div>
        </div>
      ))}
      <div className="strip-row">
        <span />
        <div className="strip-weeks small soft">
          {weeks(calendar).map(({ at, left }) => (
            <span key={at} style={{ left: `${left}%` }}>
              {absolute(at, zone).slice(5, 10)}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
};

const Span = ({ bar: { kind, left, width, says, from, to } }: { readonly bar: Bar }) => (
  <span
    className={`bar ${kind}`}
    style={{ left: `${left}%`, width: `${width}%` }}
    title={`${says}: ${from} to ${to}`}
  />
);
