// A state - a board's, an alert's, a command's - as a symbol and a word, never as a colour alone.

import { h, setAttribute, write } from "/part/dom.js";

const SYMBOLS = {
  online: "●", paused: "‖", dead: "×", unknown: "?",
  open: "▲", over: "✓",
  waiting: "…", accepted: "▶", done: "✓", refused: "×", expired: "×",
};

export function badge() {
  return h("span", { class: "badge" }, h("span", { class: "symbol", "aria-hidden": "true" }), h("span", { class: "word" }));
}

export function setBadge(element, state, reason = "") {
  setAttribute(element, "data-state", state);
  setAttribute(element, "title", reason);
  write(element.firstChild, SYMBOLS[state] ?? "?");
  write(element.lastChild, state);
}

export function alertCount() {
  return h("span", { class: "alert-count" });
}

export function setAlertCount(element, count) {
  element.classList.toggle("some", count > 0);
  write(element, count > 0 ? "▲ " + count : "none");
}
