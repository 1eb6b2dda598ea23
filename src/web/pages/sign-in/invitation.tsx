import { Link } from "wouter";
import { acceptInvitation } from "../../../api/routes/sign-in-routes.ts";
import { useSend } from "../../data/use-send.ts";
import { Act } from "../../parts/act.tsx";
import { filled } from "../../parts/field.tsx";
import { NewPassword } from "../../parts/new-password.tsx";
import { Page } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";

/** The secret stands behind `#`, so that no server and no log between sees it. */
export const Invitation = () => {
  const send = useSend(acceptInvitation);
  const invitation = location.hash.slice(1);
  return (
    <main id="content" className="sign">
      <Page
        title="Choose your password"
        says="You were invited to Headgate. What you sign there will stand in the record under your name."
      >
        <div className="card">
          {invitation === "" ? (
            <p>This address has no invitation in it: open the whole link of the message that you got.</p>
          ) : send.isSuccess ? (
            <p role="status">
              The account {send.data.account} is yours. <Link href="/">Sign in</Link>
            </p>
          ) : (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                send.mutate({ body: { invitation, password: filled(event.currentTarget).password ?? "" } });
              }}
            >
              {send.error !== null && <Problem error={send.error} />}
              <NewPassword name="password" />
              <Act look="main" isBusy={send.isPending}>
                Set it
              </Act>
            </form>
          )}
        </div>
      </Page>
    </main>
  );
};
