import { listSessions } from "../../../api/routes/me-routes.ts";
import { useMe } from "../../data/session.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Below } from "../../parts/below.tsx";
import { Page } from "../../parts/page.tsx";
import { Accounts } from "./accounts.tsx";
import { Codes } from "./codes.tsx";
import { Passkeys } from "./passkeys.tsx";
import { Password } from "./password.tsx";
import { Sessions } from "./sessions.tsx";
import { Tokens } from "./tokens.tsx";

/** What opens one's account, where one is signed in, and, for administrators, everybody's accounts. */
export const Settings = () => {
  const who = useMe();
  const sessions = useAnswer(listSessions, {});
  return (
    <Answer of={who} what="your account">
      {({ person, permissions, credentials }) => (
        <Page title="Settings" says={`${person.name} may ${permissions.join(", ")} here.`}>
          <Password isSet={credentials.password} person={person} />
          <Passkeys all={credentials.passkeys} />
          <Codes codes={credentials.codes} />
          <Sessions />
          <Below isSettled={!sessions.isPending}>
            <Tokens permissions={permissions} />
            {permissions.includes("administer") && <Accounts />}
          </Below>
        </Page>
      )}
    </Answer>
  );
};
