// Interviewer: keys, focus, highlighting, theme, and a draft of the answer that survives a reload.
// No text of a person or a model passes through here as anything but text.
(() => {
  "use strict";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function kept(name) {
    try { return window.localStorage.getItem(name); } catch { return null; } // storage may be forbidden
  }
  function applyTheme() {
    root.dataset.theme = kept("interviewer.theme") || (system.matches ? "dark" : "light");
  }
  function switchTheme() {
    const next = root.dataset.theme === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    try { window.localStorage.setItem("interviewer.theme", next); } catch { /* lasts until the page is closed */ }
  }
  applyTheme();
  system.addEventListener("change", applyTheme);

  function isShown(element) {
    return element !== null && element.getClientRects().length > 0;
  }

  // Focus: the server names an element in #cue, once a stamp; it may appear a few frames later.
  let lastStamp = "";
  function followCue() {
    const cue = document.querySelector("#cue [data-focus]");
    if (cue === null || cue.dataset.stamp === lastStamp) return;
    lastStamp = cue.dataset.stamp;
    focusSoon(cue.dataset.focus, 120);
  }
  function focusSoon(selector, frames) {
    const target = document.querySelector(selector);
    if (isShown(target)) {
      target.focus({ preventScroll: true });
      const stays = selector.startsWith("#answer-box") || (selector === "#score" && window.innerWidth > 800);
      target.scrollIntoView({ block: stays ? "nearest" : "start" });
      if (selector.startsWith("#summary") || selector.startsWith("#welcome")) window.scrollTo(0, 0);
      restoreDraft();
    } else if (frames > 0) {
      window.requestAnimationFrame(() => focusSoon(selector, frames - 1));
    }
  }

  // Feedback is read out once, when it is whole.
  let announced = "";
  function announceFeedback() {
    const section = document.querySelector('#feedback .feedback[aria-busy="false"] .sentences');
    const text = section === null ? "" : section.textContent;
    if (text === announced) return;
    announced = text;
    const announcer = document.getElementById("announcer");
    if (announcer !== null) announcer.textContent = text;
  }

  // A draft is kept in this tab only, under the turn it belongs to.
  const box = () => document.querySelector("#answer-box textarea");
  const turn = () => document.querySelector("h1.question")?.dataset.turn ?? "";
  function keepDraft(text) {
    try { window.sessionStorage.setItem("interviewer.draft", JSON.stringify([turn(), text])); } catch { /* no draft */ }
  }
  function restoreDraft() {
    const field = box();
    if (!isShown(field) || field.value !== "" || turn() === "") return;
    let draft = null;
    try { draft = JSON.parse(window.sessionStorage.getItem("interviewer.draft") ?? "null"); } catch { return; }
    if (draft === null || draft[0] !== turn() || draft[1] === "") return;
    field.value = draft[1];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  document.addEventListener("input", (event) => {
    if (event.target === box() && event.isTrusted) keepDraft(event.target.value);
  });

  // Key points light up their words, and words their key points.
  function light(places) {
    document.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
    const answered = document.querySelector(".answered");
    if (answered !== null) answered.classList.toggle("dimmed", places.length > 0);
    for (const place of places) {
      document.querySelectorAll(`mark[data-points~="${place}"], .point[data-point="${place}"]`)
        .forEach((element) => element.classList.add("lit"));
    }
  }
  function placesOf(target) {
    const point = target instanceof Element ? target.closest(".point[data-point]") : null;
    if (point !== null) return [point.dataset.point];
    const mark = target instanceof Element ? target.closest("mark[data-points]") : null;
    return mark === null ? [] : mark.dataset.points.split(" ");
  }
  document.addEventListener("focusin", (event) => light(placesOf(event.target)));
  let under = null;
  document.addEventListener("mousemove", (event) => { // only a moved mouse lights: content may move under a still one
    if (event.target === under || (event.movementX === 0 && event.movementY === 0)) return;
    under = event.target;
    light(placesOf(under));
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("#theme-switch")) switchTheme();
    const point = event.target.closest(".point[data-point]");
    if (point === null) return;
    light(placesOf(point));
    document.querySelector(`mark[data-points~="${point.dataset.point}"]`)?.scrollIntoView({ block: "center" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === box()) {
      event.preventDefault();
      event.stopPropagation();
      document.querySelector("#submit")?.click();
    }
  }, true);

  // Gradio may run this file before or after the page has loaded: watch the root, which is always there.
  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    window.requestAnimationFrame(() => {
      due = false;
      followCue();
      announceFeedback();
      restoreDraft();
    });
  }).observe(root, { childList: true, subtree: true });
})();
