// Which boards are shown: a text, a state, a group, a model. Kept in the address.

import { h, writeAddress } from "/part/dom.js";
import { NONE, model } from "/part/format.js";
import { fleet } from "/part/fleet.js";

const modelOf = (board) => model(board.modelId, board.modelVersion);
const CHOICES = {
  state: { any: "any state", of: (board) => fleet.state(board) },
  group: { any: "any group", of: (board) => board.group },
  model: { any: "any model", of: modelOf },
};

export class Filters {
  constructor(query, changed) {
    this.text = h("input", { type: "search", placeholder: "Filter boards", "aria-label": "Filter boards", id: "filter", maxlength: 200 });
    this.text.value = query.get("q") ?? "";
    this.selects = {};
    for (const [name, { any }] of Object.entries(CHOICES)) {
      this.selects[name] = h("select", { "aria-label": name, id: "filter-" + name }, option("", any));
      const chosen = query.get(name);
      if (chosen) this.selects[name].append(option(chosen, chosen));
      this.selects[name].value = chosen ?? "";
    }
    this.element = h("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() }, this.text, Object.values(this.selects));
    this.element.addEventListener("input", () => {
      writeAddress({ q: this.text.value, ...this.chosen() });
      changed();
    });
  }

  chosen() {
    return Object.fromEntries(Object.entries(this.selects).map(([name, select]) => [name, select.value]));
  }

  // Offers what the boards have.
  offer(boards) {
    for (const [name, { of }] of Object.entries(CHOICES)) {
      const select = this.selects[name];
      const values = new Set(boards.map(of).filter((value) => value !== NONE));
      if (select.value) values.add(select.value);
      const wanted = ["", ...[...values].sort()];
      const there = [...select.options].map(({ value }) => value);
      if (wanted.join("\n") === there.join("\n")) continue;
      const chosen = select.value;
      select.replaceChildren(...wanted.map((value) => option(value, value || CHOICES[name].any)));
      select.value = chosen;
    }
  }

  apply(boards) {
    const words = this.text.value.toLowerCase().split(/\s+/).filter((word) => word);
    const chosen = Object.entries(this.chosen()).filter(([, value]) => value);
    return boards.filter((board) => {
      if (!chosen.every(([name, value]) => CHOICES[name].of(board) === value)) return false;
      const text = [board.id, modelOf(board), board.rule, board.boardModel, board.reason].join(" ").toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  clear() {
    this.text.value = "";
    for (const select of Object.values(this.selects)) select.value = "";
    this.element.dispatchEvent(new Event("input"));
  }
}

const option = (value, text) => h("option", { value }, text);
