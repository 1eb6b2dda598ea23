import { Link } from "wouter";
import type { RoomAnswer } from "../../../api/room-answer.ts";
import { Moment } from "../../parts/moment.tsx";
import { State } from "../../parts/state.tsx";
import { lookOfSeverity } from "../../parts/tone.ts";

type Props = { readonly release: string; readonly flags: RoomAnswer["flags"] };

/** Whatever is open, the worst first. */
export const Flags = ({ release, flags }: Props) =>
  flags.length === 0 ? null : (
    <div role="alert">
      <section className="card bad-edge">
        <h2>To be seen to first</h2>
        <ul className="list">
          {flags.map((one) => (
            <li key={one.id}>
              <span className="row">
                <State {...lookOfSeverity[one.severity]}>{one.severity}</State>
                <Link href={`/releases/${release}/issues`}>{one.id}</Link>
                <span className="small soft">
                  <Moment at={one.at} />
                </span>
              </span>
              <span>{one.says}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
