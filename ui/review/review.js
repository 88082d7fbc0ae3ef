// The review room by keyboard; every key presses a button or follows a link that is on the page.
"use strict";
document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";

const points = () => [...document.querySelectorAll("[data-point]")];
const chosen = () => points().find((one) => one.classList.contains("chosen")) ?? points()[0];

function choose(number) {
  const point = points().find((one) => one.dataset.point === number);
  if (!point) return;
  for (const one of points()) one.classList.toggle("chosen", one === point);
  point.focus();
  point.scrollIntoView({ block: "nearest" });
  sessionStorage.setItem("point", number);
}

function example(side) {
  const details = chosen()?.querySelector("details");
  if (!details) return;
  if (details.open) details.querySelector(`[data-example="${side}"]`).click();
  else { details.open = true; details.querySelector("textarea").focus(); }
}

const actions = {
  j: () => document.querySelector("[rel=next]")?.click(),
  k: () => document.querySelector("[rel=prev]")?.click(),
  e: () => document.getElementById("mark")?.focus(),
  n: () => document.getElementById("comment")?.focus(),
  y: () => document.getElementById("confirm")?.click(),
  u: () => document.getElementById("undo")?.click(),
  t: () => document.getElementById("alike")?.click(),
  a: () => example("a"),
  r: () => example("r"),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { document.activeElement.blur(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), textarea")) return;
  const key = event.key.toLowerCase();
  const press = actions[key] ?? (/^[1-9]$/.test(key) ? () => choose(key) : null);
  const verdict = "cpmx".includes(key) ? chosen()?.querySelector(`[data-key="${key}"]`) : null;
  if (!press && !verdict) return;
  event.preventDefault();
  if (press) press(); else verdict.click();
});

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("answer-form");
  if (!form) return;
  const told = new URLSearchParams(location.search).has("told");
  choose(told ? sessionStorage.getItem("point") ?? "1" : "1");
  form.addEventListener("submit", () => { for (const one of points()) one.setAttribute("aria-busy", "true"); });
});
