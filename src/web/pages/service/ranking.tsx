import type { ServiceAnswer } from "../../../api/service-answer.ts";

type Ranked = NonNullable<ServiceAnswer["strategy"]["ranking"]>;

/** The best first, with what speaks for each and what rules it out. */
export const Ranking = ({ ranking }: { readonly ranking: Ranked }) => (
  <ol className="list" aria-label="Ranking">
    {ranking.map((one) => (
      <li key={one.strategy}>
        <strong>{one.strategy}</strong>
        {one.reasons.length > 0 && <span className="good">{one.reasons.join("; ")}</span>}
        {one.disqualifiers.length > 0 && <span className="bad">{`Not here: ${one.disqualifiers.join("; ")}`}</span>}
      </li>
    ))}
  </ol>
);
