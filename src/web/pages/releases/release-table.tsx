import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { listReleases } from "../../../api/routes/release-routes.ts";
import { client } from "../../data/client.ts";
import { keyOf } from "../../data/use-answer.ts";
import { Act } from "../../parts/act.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Tag } from "../../parts/state.tsx";
import { Table } from "../../parts/table.tsx";
import { standing } from "./view.ts";

type Query = { readonly phase?: "open" | "closed" | "rejected" | "cancelled" | "unreadable" };

/** Newest first, a page at a time: however many there are, no more rows stand here than were asked for. */
export const ReleaseTable = ({ phase }: Query) => {
  const query = phase === undefined ? {} : { phase };
  const pages = useInfiniteQuery({
    queryKey: keyOf(listReleases, { query }),
    queryFn: ({ pageParam, signal }) =>
      client.call(listReleases, {
        query: { ...query, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const releases = pages.data?.pages.flatMap((page) => page.releases) ?? [];
  if (pages.error !== null && releases.length === 0) return <Problem error={pages.error} />;
  if (pages.data === undefined)
    return (
      <p className="loading" role="status">
        Loading the releases …
      </p>
    );
  if (releases.length === 0)
    return (
      <p className="empty">
        {phase === undefined
          ? "No release yet. The first one is opened with `headgate open`, or by your CI."
          : `No release is ${phase}.`}
      </p>
    );
  return (
    <>
      <Table label="Releases" heads={["Release", "Version", "Stands", "Last change"]}>
        {releases.map((one) => {
          const { tone, says } = standing(one);
          return (
            <tr key={one.id}>
              <td>
                <Link href={`/releases/${one.id}`}>{one.id}</Link>
              </td>
              <td>{one.version}</td>
              <td>
                <Tag tone={tone}>{says}</Tag>
              </td>
              <td>
                <Moment at={one.updatedAt} />
              </td>
            </tr>
          );
        })}
      </Table>
      {pages.hasNextPage && (
        <Act onAct={() => void pages.fetchNextPage()} isBusy={pages.isFetchingNextPage}>
          Show more
        </Act>
      )}
    </>
  );
};
