import type { RoomAnswer } from "../../../api/room-answer.ts";
import { State } from "../../parts/state.tsx";

/** Who is there, and which duties of each role are done. */
export const Crew = ({ room }: { readonly room: RoomAnswer }) => (
  <section className="card">
    <h2>Who is here</h2>
    <ul className="list">
      {room.presence.map((one) => (
        <li key={`${one.for} ${one.post}`}>
          <State tone={one.there ? "good" : "idle"} icon={one.there ? "good" : "open"}>
            {one.title}
          </State>
          <span className="small soft">{one.says}</span>
        </li>
      ))}
    </ul>
    <h3>Duties</h3>
    {room.duties.map(({ role, title, duties }) => {
      const done = duties.filter((one) => one.done).length;
      return (
        <details key={role}>
          <summary>
            {title} <span className="small soft">{`${done} of ${duties.length}`}</span>
          </summary>
          <ul className="list">
            {duties.map((one) => (
              <li key={one.title}>
                <State tone={one.done ? "good" : "idle"} icon={one.done ? "good" : "open"}>
                  {one.title}
                </State>
                <span className="small soft">{one.shownBy.join(", ")}</span>
              </li>
            ))}
          </ul>
        </details>
      );
    })}
    <p className="small soft">{`Excitement: ${room.excitement.score}. Nought is boring, which is the aim.`}</p>
  </section>
);
