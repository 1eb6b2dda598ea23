import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { Asked } from "../../api/client.ts";
import type { Route } from "../../api/route.ts";
import { client } from "./client.ts";

export type Answered<T> = UseQueryResult<T, Error>;

type Options = { readonly every?: number; readonly enabled?: boolean; readonly keep?: boolean };

/**
 * What a route answers, kept under its name and what was asked.
 *
 * @param every  asked again after so many ms, for what no event tells of
 * @param keep   what was there stays until the next answer comes, when something else is asked
 */
export const useAnswer = <Params, Query, Body, Answer>(
  route: Route<Params, Query, Body, Answer>,
  asked: Asked<Params, Query, Body>,
  { every, enabled = true, keep = false }: Options = {},
): Answered<Answer> =>
  useQuery<Answer>({
    queryKey: keyOf(route, asked),
    queryFn: ({ signal }) => client.call(route, { ...asked, signal }),
    enabled,
    refetchInterval: every ?? false,
    ...(keep ? { placeholderData: (before: Answer | undefined) => before as never } : {}),
  });

export type Named = { readonly params?: unknown; readonly query?: unknown };

export const keyOf = ({ name }: { readonly name: string }, { params, query }: Named = {}): readonly unknown[] =>
  params === undefined && query === undefined ? [name] : [name, params ?? {}, query ?? {}];
