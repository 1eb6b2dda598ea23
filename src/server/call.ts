import type { Route } from "../api/route.ts";
import type { Principal } from "./principal.ts";

export type CookieOptions = { readonly maxAge?: number; readonly path?: string };

/** What a handler gets: everything is checked against the route's schemas already, and whoever asks may ask. */
export type Call<R> =
  R extends Route<infer Params, infer Query, infer Body, unknown>
    ? {
        readonly params: Params;
        readonly query: Query;
        /** Of a route that takes bytes: a stream of them. */
        readonly body: Body;
        readonly who: Principal | null;
        readonly signal: AbortSignal;
        readonly cookies: {
          get(name: string): string | undefined;
          /** Always HttpOnly, SameSite=Lax, and Secure where the server is reached by https. Ages in seconds. */
          set(name: string, value: string, options?: CookieOptions): void;
          clear(name: string): void;
        };
        /** Of whoever asks, as far as the proxies in between are trusted. */
        readonly address: string;
        readonly agent: string;
      }
    : never;

export type Handler<R> =
  R extends Route<unknown, unknown, unknown, infer Answer> ? (call: Call<R>) => Promise<Answer> : never;
