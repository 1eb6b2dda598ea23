import { z } from "zod";
import type { ErrorCode } from "../errors.ts";
import type { Media, Needs, Route, Tag } from "./route.ts";

type Part = z.ZodType;
type Of<T extends Part | Media | null> = T extends Part ? z.output<T> : unknown;

const nothing = z.strictObject({});
type Nothing = typeof nothing;

type Spec<
  Params extends Part,
  Query extends Part,
  Body extends Part | Media | null,
  Answer extends Part | Media | null,
> = {
  readonly name: string;
  readonly method: Route["method"];
  readonly path: Route["path"];
  readonly tag: Tag;
  readonly summary: string;
  readonly needs: Needs;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer: Answer;
  readonly refuses?: readonly ErrorCode[];
  readonly repeatable?: boolean;
};

/** A route with what it leaves out filled in: it takes nothing, and is not kept to be repeated. */
export const route = <
  Params extends Part = Nothing,
  Query extends Part = Nothing,
  Body extends Part | Media | null = null,
  Answer extends Part | Media | null = null,
>(
  spec: Spec<Params, Query, Body, Answer>,
): Route<z.output<Params>, z.output<Query>, Of<Body>, Of<Answer>> =>
  ({
    params: nothing,
    query: nothing,
    body: null,
    refuses: [],
    repeatable: false,
    ...spec,
  }) as unknown as Route<z.output<Params>, z.output<Query>, Of<Body>, Of<Answer>>;
