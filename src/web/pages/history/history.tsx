import { useInfiniteQuery } from "@tanstack/react-query";
import { historyReads } from "../../../api/routes/history-reads.ts";
import { readEntries } from "../../../api/routes/journal-routes.ts";
import { zoneChoice } from "../../data/choice.ts";
import { client } from "../../data/client.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Act } from "../../parts/act.tsx";
import { Answer } from "../../parts/answer.tsx";
import { Below } from "../../parts/below.tsx";
import { Icon } from "../../parts/icon.tsx";
import { type OfRelease, ReleasePage } from "../../parts/release-page.tsx";
import { Section } from "../../parts/section.tsx";
import { absolute } from "../../parts/time.ts";
import { broken, chainSays, type Entry } from "./view.ts";

/** The history as people tell it, and as the journal keeps it: line by line, with the chain of hashes. */
export const History = ({ params: { release = "" } }: OfRelease) => {
  const story = useAnswer(historyReads.readStory, { params: { release } });
  const zone = zoneChoice.use();
  return (
    <ReleasePage
      release={release}
      title="History"
      says="Nothing here was ever edited; everything can be checked offline."
    >
      <Answer of={story} what="the story">
        {({ stories }) => (
          <Section title="As people tell it">
            {stories.flatMap(({ chapters }) =>
              chapters.map((chapter) => (
                <details key={`${chapter.title} ${chapter.from}`}>
                  <summary>
                    {chapter.title} <span className="small soft">{absolute(chapter.from, zone)}</span>
                  </summary>
                  <ul>
                    {chapter.lines.map((line) => (
                      <li key={line}>{line}</li>
                    ))}
                  </ul>
                </details>
              )),
            )}
          </Section>
        )}
      </Answer>
      <Below isSettled={!story.isPending}>
        <Lines release={release} />
      </Below>
    </ReleasePage>
  );
};

const Lines = ({ release }: { readonly release: string }) => {
  const zone = zoneChoice.use();
  const pages = useInfiniteQuery({
    queryKey: [readEntries.name, { release }],
    queryFn: ({ pageParam, signal }) =>
      client.call(readEntries, { query: { stream: `release/${release}`, after: pageParam, limit: 200 }, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
  const entries: readonly Entry[] = pages.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Section title="As the journal keeps it">
      <p className="state">
        <Icon name={broken(entries).length === 0 ? "good" : "bad"} />
        <span className="wraps">{chainSays(entries)}</span>
      </p>
      <ol className="list">
        {entries.map((one) => (
          <li key={one.version}>
            <details>
              <summary>
                {`${one.version}. ${one.type} `}
                <span className="small soft">{`${absolute(one.at, zone)} · ${one.actor.id} · ${one.hash.slice(0, 19)}…`}</span>
              </summary>
              <pre>{JSON.stringify(one.data, null, 2)}</pre>
            </details>
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <Act onAct={() => void pages.fetchNextPage()} isBusy={pages.isFetchingNextPage}>
          Show more
        </Act>
      )}
    </Section>
  );
};
