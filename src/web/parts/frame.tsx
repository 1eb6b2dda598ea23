import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { signOut } from "../../api/routes/sign-in-routes.ts";
import { type Choice, lookChoice, zoneChoice } from "../data/choice.ts";
import { useLostAt } from "../data/connection.ts";
import { queryClient } from "../data/query-client.ts";
import { useSend } from "../data/use-send.ts";
import { Icon } from "./icon.tsx";
import { Moment } from "./moment.tsx";

type Props = { readonly me: { readonly person: { readonly name: string } }; readonly children: ReactNode };

const places = [
  ["/", "Releases"],
  ["/calendar", "Calendar"],
  ["/service", "Service"],
  ["/figures", "Figures"],
  ["/settings", "Settings"],
] as const;

export const Frame = ({ me, children }: Props) => (
  <>
    <a className="skip" href="#content">
      To the content
    </a>
    <header className="top">
      <Link className="mark" href="/">
        <img src="/mark.svg" alt="" width="24" height="24" />
        Headgate
      </Link>
      <nav aria-label="Main">
        <Links places={places} />
      </nav>
      <div className="own">
        <Cycle of={zoneChoice} values={["UTC", "local"]} label="Times" />
        <Cycle of={lookChoice} values={["system", "light", "dark"]} label="Look" />
        <span className="state">
          <Icon name="person" />
          <span className="name">{me.person.name}</span>
        </span>
        <SignOut />
      </div>
    </header>
    <Lost />
    <main id="content">{children}</main>
  </>
);

type Place = readonly [href: string, name: string];

export const Links = ({ places: shown }: { readonly places: readonly Place[] }) => {
  const [address] = useLocation();
  return (
    <ul className="links">
      {shown.map(([href, name]) => (
        <li key={href}>
          <Link href={href} aria-current={address === href ? "page" : undefined}>
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
};

type Cycling<T extends string> = { readonly of: Choice<T>; readonly values: readonly T[]; readonly label: string };

const Cycle = <T extends string>({ of, values, label }: Cycling<T>) => {
  const now = of.use();
  const next = values[(values.indexOf(now) + 1) % values.length] ?? now;
  return (
    <button type="button" className="quiet" onClick={() => of.set(next)} title={`Change to ${next}`}>
      <span className="soft">{label}</span> {now}
    </button>
  );
};

const SignOut = () => {
  const out = useSend(signOut);
  return (
    <button
      type="button"
      className="quiet"
      onClick={() => out.mutate({}, { onSuccess: () => queryClient.clear(), onSettled: () => location.assign("/") })}
    >
      Sign out
    </button>
  );
};

/** Told to whoever cannot see it as well; what is on the page is from before. */
const Lost = () => {
  const lostAt = useLostAt();
  return (
    <div role="status">
      {lostAt !== null && (
        <p className="banner">
          <Icon name="lost" />
          <span>
            No connection to the server since <Moment at={lostAt} plain />. What you see is from before; it is tried
            again by itself, and what you send now is sent once.
          </span>
        </p>
      )}
    </div>
  );
};
