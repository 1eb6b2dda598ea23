import { createClient } from "../../api/client.ts";
import { me } from "../../api/routes/me-routes.ts";
import { heardDate } from "./clock.ts";
import { queryClient } from "./query-client.ts";

type Me = { readonly csrf: string | null };

/** The cookie says who asks, and what changes something shows that it comes from a page of ours. */
export const client = createClient({
  url: location.origin,
  async fetch(to, init = {}) {
    const csrf = queryClient.getQueryData<Me>([me.name])?.csrf ?? null;
    const headers = new Headers(init.headers);
    if (csrf !== null && init.method !== "GET") headers.set("x-headgate-csrf", csrf);
    const answer = await fetch(to, { ...init, headers, credentials: "same-origin" });
    heardDate(answer.headers.get("date"), Date.now());
    return answer;
  },
});
