// Which models there are, where they run and how they fare.

import { get } from "/part/api.js";
import { h, setAttribute, write } from "/part/dom.js";
import { model, percent, whole } from "/part/format.js";
import { empty, fill } from "/part/notes.js";
import { Table } from "/part/table.js";

const REFRESH_MS = 5000;
const text = () => h("span");
const number = (key, title, format = whole) => ({ key, title, value: (item) => item[key], first: "desc", make: text, fill: (cell, item) => write(cell, format(item[key])) });
const rules = (item) => Object.entries(item.rules ?? {}).map(([rule, boards]) => `${rule} ${whole(boards)}`).join(", ");

const COLUMNS = [
  {
    key: "modelId", title: "model", value: (item) => item.modelId, make: () => h("a", { class: "row-link" }, h("span", { class: "edge" })),
    fill: (link, item) => {
      setAttribute(link, "href", "/?" + new URLSearchParams({ model: model(item.modelId, item.version) }));
      write(link.firstChild, item.modelId ?? "unknown");
    },
  },
  { key: "version", title: "version", value: (item) => item.version, first: "desc", make: text, fill: (cell, item) => write(cell, item.version ?? "–") },
  number("boards", "boards"), number("online", "online"),
  number("meanAccuracy", "mean accuracy", percent), number("minAccuracy", "least accuracy", percent),
  { key: "rules", title: "rules", value: rules, make: text, fill: (cell, item) => write(cell, rules(item) || "–") },
];

export function show(main, query) {
  const table = new Table({ label: "models", columns: COLUMNS, id: (item) => item.modelId + "\n" + item.version, sort: "boards" }, query);
  const place = h("div");
  main.append(h("div", { class: "heading" }, h("h1", {}, "Models")), place);
  const look = () => fill(place, "the models", () => get("/api/models", { limit: 1000 }), ({ items }) => {
    table.show(items);
    return items.length ? table.element : empty("No model is running yet", h("p", {}, "Models appear here as soon as a board reports with one. ", h("a", { href: "/" }, "To the boards")));
  });
  look();
  const timer = setInterval(() => place.querySelector(".table") && refresh(table), REFRESH_MS);
  return () => clearInterval(timer);
}

async function refresh(table) {
  try {
    const { items } = await get("/api/models", { limit: 1000 });
    table.show(items, table.element.matches(":hover, :focus-within"));
  } catch {
    // the page says that the host is gone; the last numbers stay
  }
}
