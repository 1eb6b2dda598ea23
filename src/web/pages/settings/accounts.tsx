import { listAccounts } from "../../../api/routes/account-routes.ts";
import { useAnswer } from "../../data/use-answer.ts";
import { Answer } from "../../parts/answer.tsx";
import { Section } from "../../parts/section.tsx";
import { Account } from "./account.tsx";

/** Everybody under `people:`, for administrators. */
export const Accounts = () => {
  const accounts = useAnswer(listAccounts, {});
  return (
    <Section title="Everybody's accounts">
      <Answer of={accounts} what="the accounts">
        {({ accounts: all }) => (
          <ul className="list">
            {all.map((one) => (
              <Account key={one.id} one={one} />
            ))}
          </ul>
        )}
      </Answer>
    </Section>
  );
};
