import { Suspense, useEffect } from "react";
import { Route, Switch, useLocation } from "wouter";
import { lookChoice } from "./data/choice.ts";
import { useLive } from "./data/live.ts";
import { isSignedOut, useMe } from "./data/session.ts";
import { Nowhere } from "./pages/nowhere.tsx";
import { Invitation } from "./pages/sign-in/invitation.tsx";
import { SignIn } from "./pages/sign-in/sign-in.tsx";
import { pages } from "./pages.ts";
import { Frame } from "./parts/frame.tsx";
import { Problem } from "./parts/problem.tsx";

export const App = () => {
  const [address] = useLocation();
  const who = useMe();
  useLive(who.data !== undefined);
  useLook();
  useEffect(() => {
    if (address !== "") document.getElementById("title")?.focus({ preventScroll: true });
  }, [address]);
  if (address === "/invitation") return <Invitation />;
  if (isSignedOut(who.error)) return <SignIn />;
  if (who.data === undefined)
    return who.error === null ? <p className="loading" role="status" /> : <Problem error={who.error} />;
  return (
    <Frame me={who.data}>
      <Suspense
        fallback={
          <p className="loading" role="status">
            Loading the page …
          </p>
        }
      >
        <Switch>
          {pages.map(({ path, Page }) => (
            <Route key={path} path={path} component={Page} />
          ))}
          <Route component={Nowhere} />
        </Switch>
      </Suspense>
    </Frame>
  );
};

const useLook = (): void => {
  const look = lookChoice.use();
  useEffect(() => {
    if (look === "system") delete document.documentElement.dataset.look;
    else document.documentElement.dataset.look = look;
  }, [look]);
};
