import { addressKey } from "./address.ts";
import type { PersonRef } from "./plan.ts";
import type { Release } from "./release.ts";

type Of = Pick<Release, "build"> & { readonly plan: Pick<Release["plan"], "people"> };

/** Who is behind an address, under whatever of their addresses (R200); undefined when nobody of the release is. */
export const personBy = (people: readonly PersonRef[], address: string): PersonRef | undefined => {
  const found = mailboxes.get(people) ?? mailboxesOf(people);
  mailboxes.set(people, found);
  return found.get(addressKey(address));
};

/** Every signature asks for it; the people of a release are never changed, only replaced. */
const mailboxes = new WeakMap<readonly PersonRef[], ReadonlyMap<string, PersonRef>>();

/** Whoever comes first has the address. */
const mailboxesOf = (people: readonly PersonRef[]): ReadonlyMap<string, PersonRef> =>
  new Map(people.toReversed().flatMap((one) => one.emails.map((email) => [addressKey(email), one])));

/** Each author of the build's commits, and the person that it is; a code-writing agent is whoever it writes for. */
export const authorsOf = ({
  build,
  plan,
}: Of): readonly { readonly address: string; readonly person: string | null }[] =>
  build.authors.map((address) => {
    const author = personBy(plan.people, address);
    return { address, person: author === undefined ? null : (author.for ?? author.id) };
  });

export const isAuthor = (release: Of, id: string): boolean => authorsOf(release).some(({ person }) => person === id);

/** No other person of the release wrote any of it. Somebody unknown may well be the same person once more. */
export const isSoleAuthor = (release: Of, id: string): boolean =>
  isAuthor(release, id) && authorsOf(release).every(({ person }) => person === null || person === id);

/** Authors that are nobody of the release: nobody can say that they are not the signer. */
export const unknownAuthors = (release: Of): readonly string[] =>
  authorsOf(release).flatMap(({ address, person }) => (person === null ? [address] : []));

/** The authors as they are shown to whoever must not be one of them. */
export const authorsInWords = (release: Of): string =>
  authorsOf(release)
    .map(({ address, person }) => (person === null ? `author unknown: ${address}` : `${address} is ${person}`))
    .join("; ");
