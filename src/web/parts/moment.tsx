import { zoneChoice } from "../data/choice.ts";
import { useNow } from "../data/use-now.ts";
import { absolute, length, relative } from "./time.ts";

/** As answers have it: RFC 3339, or ms since 1970. */
type When = string | number;

/** How long ago or until, with the moment itself beside it for whoever points at it, reads it aloud, or prints it. */
export const Moment = ({ at: given, plain = false }: { readonly at: When; readonly plain?: boolean }) => {
  const at = new Date(given).getTime();
  const now = useNow(10_000);
  const zone = zoneChoice.use();
  const said = absolute(at, zone);
  return (
    <time dateTime={new Date(at).toISOString()} title={`${said} (${relative(at, now)})`}>
      {plain ? said : relative(at, now)}
    </time>
  );
};

/** `3 min 10 s left`, then `over for 20 s`. */
export const Countdown = ({ until: given }: { readonly until: When }) => {
  const until = new Date(given).getTime();
  const now = useNow();
  const zone = zoneChoice.use();
  return (
    <time dateTime={new Date(until).toISOString()} title={absolute(until, zone)}>
      {now < until ? `${length(until - now)} left` : `over for ${length(now - until)}`}
    </time>
  );
};
