/** What somebody sees who is not signed in: a provider to go to, or how to get a link. */
import { strings } from "../strings";
import { element, setHidden } from "./dom";

const WAYS = "/auth/ways";
const PROVIDER = "/auth/sign-in";

export function signInView(onRetry: () => void): HTMLElement {
  const provider = element(
    "div",
    { hidden: true, "data-testid": "sign-in-provider" },
    element("a", { class: "button primary", href: PROVIDER }, strings.signIn.provider),
  );
  const link = element(
    "div",
    { hidden: true, "data-testid": "sign-in-link" },
    element("p", {}, strings.signIn.intro),
    element("p", {}, strings.signIn.how),
    element("pre", { "data-testid": "sign-in-command" }, element("code", {}, strings.signIn.command)),
    element("p", {}, strings.signIn.then),
  );
  const retry = element("button", { type: "button", class: "primary", "data-testid": "sign-in-retry" }, strings.signIn.again);
  retry.addEventListener("click", onRetry);
  void hasProvider().then((there) => {
    setHidden(provider, !there);
    setHidden(link, there);
    setHidden(retry, there);
  });
  return element(
    "main",
    { class: "sign-in", "data-testid": "sign-in" },
    element("h1", {}, strings.product),
    element("h2", {}, strings.signIn.title),
    provider,
    link,
    retry,
  );
}

/** Whether people sign in with a provider here; where that cannot be asked the way with a link is shown. */
async function hasProvider(): Promise<boolean> {
  try {
    const answer = await fetch(WAYS, { cache: "no-store" });
    return answer.ok && ((await answer.json()) as { provider?: boolean }).provider === true;
  } catch {
    return false;
  }
}
