/** What somebody sees who is not signed in. */
import { strings } from "../strings";
import { element } from "./dom";

export function signInView(onRetry: () => void): HTMLElement {
  const retry = element("button", { type: "button", class: "primary", "data-testid": "sign-in-retry" }, strings.signIn.again);
  retry.addEventListener("click", onRetry);
  return element(
    "main",
    { class: "sign-in", "data-testid": "sign-in" },
    element("h1", {}, strings.product),
    element("h2", {}, strings.signIn.title),
    element("p", {}, strings.signIn.intro),
    element("p", {}, strings.signIn.how),
    element("pre", { "data-testid": "sign-in-command" }, element("code", {}, strings.signIn.command)),
    element("p", {}, strings.signIn.then),
    retry,
  );
}
