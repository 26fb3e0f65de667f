// Commands to one board: the recent ones with their answers, and a form for another.

import { access, get, post } from "/part/api.js";
import { h, write } from "/part/dom.js";
import { exactly } from "/part/format.js";
import { setBadge, badge } from "/part/state.js";

const NAMES = ["pause", "resume", "learning-rate", "checkpoint", "rollback", "evaluate", "rebirth", "restart", "reload"];
const EXPIRES_SECONDS = 300;
const LIMIT = 20;

export class Commands {
  constructor(board) {
    this.board = board;
    this.list = h("ol", { class: "commands" });
    this.name = h("select", { "aria-label": "command" }, NAMES.map((name) => h("option", {}, name)));
    this.argument = h("input", { placeholder: "argument, e.g. 0.001", "aria-label": "argument", maxlength: 200, hidden: true });
    this.token = h("input", { type: "password", placeholder: "token with role operate", "aria-label": "token with role operate", autocomplete: "off", maxlength: 512 });
    this.button = h("button", { type: "submit" }, "Send");
    this.said = h("p", { class: "said", role: "status" });
    const form = h("form", { class: "send" }, this.name, this.argument, this.token, this.button);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.name.addEventListener("change", () => (this.argument.hidden = this.name.value !== "learning-rate"));
    this.element = h("section", { class: "panel" }, h("h2", {}, "Commands"), form, this.said, this.list);
  }

  async refresh() {
    const { items } = await get("/api/commands", { board: this.board, limit: LIMIT });
    this.list.replaceChildren(...items.map(line));
    if (items.length === 0) this.list.append(h("li", { class: "nothing" }, "No command has been sent to this board."));
  }

  async #send() {
    const before = access.token;
    if (this.token.value) access.token = this.token.value.trim();
    this.token.value = "";
    this.button.disabled = true;
    try {
      const command = { target: { board: this.board }, name: this.name.value, expiresInSeconds: EXPIRES_SECONDS };
      if (!this.argument.hidden) command.argument = this.argument.value;
      await post("/api/commands", command);
      write(this.said, "Sent; the board's answer appears below.");
      await this.refresh();
    } catch (error) {
      if (error.status === 401) access.token = before;
      write(this.said, "✕ " + (error.status === 401 ? "Sending needs a token with role operate." : error.message));
    }
    this.token.placeholder = access.token ? "token kept until this tab is closed" : "token with role operate";
    this.button.disabled = false;
  }
}

function line({ name, argument, state, reason, created }) {
  const answer = badge();
  setBadge(answer, state === "open" ? "waiting" : state);
  return h("li", {}, h("time", {}, exactly(created)), h("b", {}, argument ? name + " " + argument : name), answer, h("span", {}, reason ?? ""));
}
