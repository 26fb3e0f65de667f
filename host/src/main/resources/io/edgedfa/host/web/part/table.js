// A table that its heads sort. Order and column stand in the address.
//
// Columns: { key, title, value(item) to sort by, make() a cell's content, fill(content, item), first: "asc" | "desc", wide }.

import { h, writeAddress } from "/part/dom.js";
import { AllRows, VisibleRows } from "/part/rows.js";

export class Table {
  // id(item) tells items apart; sort: a column's key, from the address if it is there; many: thousands of rows are expected.
  constructor({ label, columns, id, sort, order, many = false }, query) {
    this.columns = columns;
    this.id = id;
    this.column = columns.find((column) => column.key === query.get("sort")) ?? columns.find((column) => column.key === sort);
    this.order = ["asc", "desc"].includes(query.get("order")) ? query.get("order") : order ?? this.column.first ?? "asc";
    this.heads = columns.map((column) => this.#head(column));
    const body = h("div", { role: "rowgroup", class: "body" });
    this.element = h("div", { role: "table", class: "table" + (many ? " many" : ""), "aria-label": label },
      h("div", { role: "rowgroup", class: "head" }, h("div", { role: "row", class: "row" }, this.heads)), body);
    const row = { make: () => this.#row(), fill: (element, item) => this.#fill(element, item), id };
    this.rows = many ? new VisibleRows(body, row) : new AllRows(body, row);
    this.items = [];
    this.#mark();
  }

  // Sorted unless keepOrder, which leaves rows where they are for as long as the same ones are there.
  show(items, keepOrder = false) {
    const places = new Map(this.items.map((item, place) => [this.id(item), place]));
    const same = keepOrder && items.length === this.items.length && items.every((item) => places.has(this.id(item)));
    this.items = same ? [...items].sort((a, b) => places.get(this.id(a)) - places.get(this.id(b))) : this.#sorted(items);
    this.element.setAttribute("aria-rowcount", this.items.length + 1);
    this.rows.show(this.items);
  }

  end() {
    this.rows.end();
  }

  #head(column) {
    const button = h("button", { type: "button", onclick: () => this.#choose(column) }, column.title, h("span", { class: "arrow", "aria-hidden": "true" }));
    return h("div", { role: "columnheader", class: "cell " + column.key, "data-sort": column.key }, button);
  }

  #choose(column) {
    const first = column.first ?? "asc";
    this.order = column === this.column ? (this.order === "asc" ? "desc" : "asc") : first;
    this.column = column;
    writeAddress({ sort: column.key, order: this.order });
    this.#mark();
    this.show(this.items);
  }

  #mark() {
    this.columns.forEach((column, i) => {
      const chosen = column === this.column;
      this.heads[i].setAttribute("aria-sort", !chosen ? "none" : this.order === "asc" ? "ascending" : "descending");
      this.heads[i].querySelector(".arrow").textContent = !chosen ? "" : this.order === "asc" ? "▲" : "▼";
    });
  }

  // What has no value comes last, whatever the order.
  #sorted(items) {
    const sign = this.order === "asc" ? 1 : -1;
    const keyed = items.map((item) => ({ item, value: this.column.value(item) ?? null, id: String(this.id(item)) }));
    keyed.sort((a, b) => {
      if (a.value === null || b.value === null) return (a.value === null) - (b.value === null) || compare(a.id, b.id);
      return sign * compare(a.value, b.value) || compare(a.id, b.id);
    });
    return keyed.map(({ item }) => item);
  }

  #row() {
    const cells = this.columns.map((column) => h("div", { role: "cell", class: "cell " + column.key, "data-title": column.title }, column.make()));
    return h("div", { role: "row", class: "row" }, cells);
  }

  #fill(row, item) {
    this.columns.forEach((column, i) => column.fill(row.children[i].firstChild, item));
  }
}

const byText = new Intl.Collator("en", { numeric: true });
const compare = (a, b) => (typeof a === "string" ? byText.compare(a, b) : a - b);
