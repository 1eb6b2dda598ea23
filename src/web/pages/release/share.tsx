import type { RolloutView } from "./view.ts";

/** Who serves which share of the traffic, as it was read back. */
export const Share = ({ rollout: { weight, candidate, baseline } }: { readonly rollout: RolloutView }) => (
  <div
    className="share"
    role="img"
    aria-label={`${weight} % of traffic on ${candidate}, ${100 - weight} % on ${baseline ?? "nothing"}`}
  >
    {weight < 100 && (
      <span className="baseline" style={{ flexGrow: 100 - weight }}>{`${100 - weight} % ${baseline ?? ""}`}</span>
    )}
    {weight > 0 && <span className="candidate" style={{ flexGrow: weight }}>{`${weight} % ${candidate}`}</span>}
  </div>
);
