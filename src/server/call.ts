import type { Route } from "../api/route.ts";
import type { Actor, Proof } from "../domain/release/commands.ts";
import type { Digest } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { SignatureGiven } from "../webhook-signature.ts";
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
        /** Under which it may be repeated, and is done once. */
        readonly request: Digest | null;
        readonly signal: AbortSignal;
        /** Whether whoever asked would still be let in; for answers that take long. */
        readonly stillIn: () => Promise<boolean>;
        /** Of a webhook, as it came. */
        readonly signature: SignatureGiven;
        /** Where an event stream was cut off. */
        readonly lastEventId: string | undefined;
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

type Asked = { readonly who: Principal | null; readonly request: Digest | null };

/** Who acts, and how it came in, for the history. @throws AppError `NOT_SIGNED_IN` */
export const actorOf = ({ who, request }: Asked, proof?: Proof): Actor => {
  if (who === null) throw new AppError("NOT_SIGNED_IN", {});
  const { person, by } = who;
  const via = {
    ...(request === null ? {} : { request }),
    [by.kind]: by.id,
    ...(proof === undefined ? {} : { proof }),
  };
  return { kind: person.kind, id: person.id, via };
};

/** For acts of many parts, each of which does nothing when it was done before: the parts must not be taken for one. */
export const withoutRequest = ({ via: { request: _, ...via } = {}, ...actor }: Actor): Actor => ({ ...actor, via });
