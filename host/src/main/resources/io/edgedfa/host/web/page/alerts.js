// Alerts: the open ones, and what was.

import { get } from "/part/api.js";
import { boardAddress, h, setAttribute, write } from "/part/dom.js";
import { fleet } from "/part/fleet.js";
import { duration, moment, whole } from "/part/format.js";
import { empty, fill } from "/part/notes.js";
import { badge, setBadge } from "/part/state.js";
import { Table } from "/part/table.js";

const LIMIT = 500;
const REFRESH_MS = 5000;
const text = () => h("span");
const lasted = (item) => (item.until ?? fleet.now()) - item.since;

const COLUMNS = [
  { key: "state", title: "state", value: (item) => (item.until ? 1 : 0), make: badge, fill: (cell, item) => setBadge(cell, item.until ? "over" : "open") },
  {
    key: "board", title: "board", value: (item) => item.board, make: () => h("a", { class: "row-link" }, h("span", { class: "edge" })),
    fill: (link, item) => {
      item.board ? setAttribute(link, "href", boardAddress(item.board)) : link.removeAttribute("href");
      write(link.firstChild, item.board ?? "the host");
    },
  },
  { key: "rule", title: "rule", value: (item) => item.rule, make: text, fill: (cell, item) => write(cell, item.rule) },
  { key: "detail", title: "what", value: (item) => item.detail, make: text, fill: (cell, item) => write(cell, item.detail ?? "") },
  { key: "since", title: "since", value: (item) => item.since, first: "desc", make: text, fill: (cell, item) => write(cell, moment(item.since)) },
  { key: "lasted", title: "for", value: lasted, first: "desc", make: text, fill: (cell, item) => write(cell, duration(lasted(item))) },
];

const nothingYet = () => empty("✓ No alert is open, and none has been",
  h("p", {}, "Rules stand in the host's configuration under ", h("code", {}, "[alerts]"), "; what they find is listed here."));

export function show(main, query) {
  const open = new Table({ label: "open alerts", columns: COLUMNS, id: ({ id }) => id, sort: "since" }, query);
  const past = new Table({ label: "past alerts", columns: COLUMNS, id: ({ id }) => id, sort: "since" }, query);
  const place = h("div");
  main.append(h("div", { class: "heading" }, h("h1", {}, "Alerts")), place);

  const load = async () => Promise.all([get("/api/alerts", { open: true, limit: LIMIT }), get("/api/alerts", { limit: LIMIT })]);
  const draw = ([{ items: now, total }, { items: everything }], keep) => {
    open.show(now, keep);
    if (now.length === 0 && everything.length === 0) return nothingYet();
    const ended = everything.filter((item) => item.until);
    past.show(ended, keep);
    return [
      h("section", {}, h("h2", {}, total > now.length ? `Open: ${whole(now.length)} of ${whole(total)}` : `Open: ${whole(now.length)}`),
        now.length ? open.element : h("p", { class: "nothing" }, "✓ No alert is open.")),
      ended.length ? h("section", {}, h("h2", {}, "History"), past.element) : h("section", {}, h("h2", {}, "History"), h("p", {}, "No alert has ended yet.")),
    ];
  };
  fill(place, "the alerts", load, (lists) => draw(lists, false));
  const timer = setInterval(async () => {
    if (place.querySelector(".failure, [aria-busy]") || place.matches(":focus-within")) return;
    try {
      place.replaceChildren(...draw(await load(), place.matches(":hover")));
    } catch {
      // the page says that the host is gone; the last list stays
    }
  }, REFRESH_MS);
  return () => clearInterval(timer);
}
