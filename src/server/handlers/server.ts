import type { Route } from "../../api/route.ts";
import { health, openApi, ownMetrics, ready } from "../../api/routes/server-routes.ts";
import type { House } from "../house.ts";
import { openApiOf } from "../open-api.ts";
import type { OwnMetrics } from "../own-metrics.ts";
import { type Served, serve } from "../register.ts";

type Needed = Pick<House, "journal" | "version" | "access"> & { readonly url: string; readonly metrics: OwnMetrics };

/** What the server says of itself. `others`: the routes beside these, for the document. */
export const serverHandlers = (
  { journal, version, access, url, metrics }: Needed,
  others: readonly Served[],
): readonly Served[] => {
  let document: Readonly<Record<string, unknown>> | null = null;
  const own: Served[] = [
    serve(health, async () => ({ ok: true as const, version })),
    serve(ready, async () => {
      // A prefix of no stream: the journal answers, and nothing is read.
      await journal.list("no stream/");
      await access.people();
      return { ready: true as const };
    }),
    serve(ownMetrics, () => metrics.page()),
    serve(openApi, async () => {
      document ??= openApiOf(documented([...own, ...others]), version, url);
      return document;
    }),
  ];
  return own;
};

const documented = (served: readonly Served[]): readonly Route[] =>
  served.map(({ route }) => route).filter(({ answer }) => answer !== "text/html");
