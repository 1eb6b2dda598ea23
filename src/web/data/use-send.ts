import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import type { Asked } from "../../api/client.ts";
import type { Route } from "../../api/route.ts";
import { AppError } from "../../errors.ts";
import { client } from "./client.ts";
import { queryClient } from "./query-client.ts";

/** What was sent and not answered yet, so that the same sent again is done once. */
type Unanswered = { readonly said: string; readonly key: string };

/** Sends to a route that changes something; afterwards everything that is shown is asked again. */
export const useSend = <Params, Query, Body, Answer>(route: Route<Params, Query, Body, Answer>) => {
  const unanswered = useRef<Unanswered | null>(null);
  return useMutation<Answer, Error, Asked<Params, Query, Body>>({
    async mutationFn(asked) {
      if (!route.repeatable) return client.call(route, asked);
      const said = JSON.stringify(asked);
      if (unanswered.current?.said !== said) unanswered.current = { said, key: randomKey() };
      try {
        const answer = await client.call(route, { ...asked, idempotencyKey: unanswered.current.key });
        unanswered.current = null;
        return answer;
      } catch (error) {
        if (!isWithoutAnswer(error)) unanswered.current = null;
        throw error;
      }
    },
    onSuccess: () => void queryClient.invalidateQueries(),
  });
};

const isWithoutAnswer = (error: unknown): boolean => error instanceof AppError && error.code === "SERVER_UNREACHABLE";

/** `randomUUID` is for secure contexts alone, and a server on loopback by a name is none. */
const randomKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
