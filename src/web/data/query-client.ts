import { QueryClient } from "@tanstack/react-query";
import { AppError, catalogue } from "../../errors.ts";

const isWorthAnotherTry = (error: Error): boolean =>
  !(error instanceof AppError) || catalogue[error.code].status >= 500 || catalogue[error.code].status === 429;

/** Answers stay until an event says that they are old; without events, for half a minute. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      networkMode: "always",
      retry: (failed, error) => failed < 2 && isWorthAnotherTry(error),
    },
    mutations: { networkMode: "always", retry: false },
  },
});
