import { useMe } from "../../data/session.ts";
import { Answer } from "../../parts/answer.tsx";
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
  return (
    <Answer of={who} what="your account">
      {({ person, permissions, credentials }) => (
        <Page title="Settings" says={`${person.name} may ${permissions.join(", ")} here.`}>
          <Password isSet={credentials.password} person={person} />
          <Passkeys all={credentials.passkeys} />
          <Codes codes={credentials.codes} />
          <Sessions />
          <Tokens permissions={permissions} />
          {permissions.includes("administer") && <Accounts />}
        </Page>
      )}
    </Answer>
  );
};
