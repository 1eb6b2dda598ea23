import { useQuery } from "@tanstack/react-query";
import { roomReads } from "../../../api/routes/room-reads.ts";
import { client } from "../../data/client.ts";
import { queryClient } from "../../data/query-client.ts";
import { type Answered, keyOf } from "../../data/use-answer.ts";
import { knownOf, type Watched, withNewer } from "./view.ts";

/** What was counted so far. Windows that have closed stay as they are, so that only new ones are asked for. */
export const useWatch = (release: string, environment: "staging" | "production"): Answered<Watched> => {
  const params = { release };
  const queryKey = keyOf(roomReads.readWatch, { params, query: { environment } });
  return useQuery<Watched>({
    queryKey,
    async queryFn({ signal }) {
      const ask = (after: number) =>
        client.call(roomReads.readWatch, { params, query: { environment, after }, signal });
      const before = queryClient.getQueryData<Watched>(queryKey);
      const fresh = await ask(knownOf(before));
      return withNewer(before, fresh) ?? ask(0);
    },
  });
};
