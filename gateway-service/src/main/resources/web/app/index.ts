/** The console's entry: builds its parts, wires them, and shows them. */
import "./style/index.css";
import { Api } from "./api/client";
import { Console } from "./state/console";
import { mountShell } from "./view/shell";

const root = document.getElementById("console");
if (root !== null) {
  const app = new Console(new Api());
  mountShell(root, app);
  app.start();
}
