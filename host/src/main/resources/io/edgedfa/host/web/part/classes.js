// What the board recognises: a bar per class, and which class was taken for which.

import { h } from "/part/dom.js";
import { percent, whole } from "/part/format.js";

// recall: share per class, 0 to 1; null where a class has not been seen.
export function recallBars(recall) {
  if (!recall?.length) return nothing("The board has not reported how well it recognises each class.");
  return h("ol", { class: "bars", "aria-label": "recall per class" }, recall.map((share, label) => {
    const bar = h("span", { class: "bar" });
    bar.style.width = 100 * (share ?? 0) + "%";
    return h("li", {}, h("span", { class: "class" }, String(label)), h("span", { class: "track" }, bar), h("span", { class: "value" }, percent(share)));
  }));
}

// confusion: a row per label, a column per answer, counts; shaded by its share of the row.
export function confusionMatrix(confusion) {
  if (!confusion?.length) return nothing("The board has not reported a confusion matrix; networks with many classes report none.");
  const labels = confusion.map((row, label) => h("th", { scope: "col" }, String(label)));
  const rows = confusion.map((row, label) => {
    const sum = row.reduce((a, b) => a + b, 0);
    return h("tr", {}, h("th", { scope: "row" }, String(label)), row.map((count, answer) => cell(count, sum, label, answer)));
  });
  return h("div", { class: "matrix-scroll", tabindex: "0", role: "region", "aria-label": "confusion matrix" },
    h("table", { class: "matrix" }, h("caption", {}, "rows: label, columns: answer, counts; right answers are framed"),
      h("thead", {}, h("tr", {}, h("th", {}, "↓ →"), labels)), h("tbody", {}, rows)));
}

function cell(count, sum, label, answer) {
  const share = sum > 0 ? count / sum : 0;
  const td = h("td", { class: label === answer ? "right" : null, title: `${label} taken for ${answer}: ${whole(count)} of ${whole(sum)} (${percent(share)})` }, short(count));
  td.style.setProperty("--share", share.toFixed(3));
  td.classList.toggle("full", share > 0.6);
  td.classList.toggle("deep", share > 0.85);
  td.classList.toggle("zero", count === 0);
  return td;
}

const short = (count) => (count < 10000 ? String(count) : count < 1e6 ? Math.round(count / 1e3) + "k" : (count / 1e6).toFixed(1) + "M");
const nothing = (text) => h("p", { class: "nothing" }, text);
