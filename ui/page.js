// Interviewer: keys, focus, highlighting, theme; practice.js has drafts, the clock and second looks.
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
    const address = cue.dataset.address;
    window.history.replaceState(null, "", address || window.location.pathname);
    for (const [id, page] of [["nav-today", "today"], ["nav-history", "history"], ["nav-start", ""]]) {
      const here = page === "" ? !/view=(today|history)/.test(address) : address.includes(`view=${page}`);
      document.getElementById(id)?.toggleAttribute("data-here", here);
      if (here) document.getElementById(id)?.setAttribute("aria-current", "page");
      else document.getElementById(id)?.removeAttribute("aria-current");
    }
    if (cue.dataset.focus !== "") focusSoon(cue.dataset.focus, 120);
  }
  function focusSoon(selector, frames) {
    const target = document.querySelector(selector);
    if (isShown(target)) {
      target.focus({ preventScroll: true });
      const stays = selector.startsWith("#answer-box") || (selector === "#score" && window.innerWidth > 800);
      target.scrollIntoView({ block: stays ? "nearest" : "start" });
      if (/^#(summary|welcome|history|today)/.test(selector)) window.scrollTo(0, 0);
    } else if (frames > 0) {
      window.requestAnimationFrame(() => focusSoon(selector, frames - 1));
    }
  }

  // The language of the page, and that of what is written on it: the server says both.
  function followWords() {
    const words = document.getElementById("words");
    if (words === null || root.lang === words.dataset.language && root.dataset.language === root.lang) return;
    root.lang = root.dataset.language = words.dataset.language;
  }
  function markWritten() {
    const written = document.getElementById("words")?.dataset.written;
    if (written === undefined) return;
    for (const one of document.querySelectorAll("#answer-box textarea, #follow-box textarea, #topics label span")) {
      if (one.lang !== written) one.lang = written;
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
    if (announcer === null) return;
    announcer.lang = document.getElementById("words")?.dataset.written ?? "";
    announcer.textContent = text;
  }

  // The place in the queue is read out once, not at each step forward.
  let isWaiting = false;
  function announcePlace() {
    const place = document.querySelector(".place"), announcer = document.getElementById("announcer");
    if (place !== null && !isWaiting && announcer !== null) {
      announcer.lang = root.lang;
      announcer.textContent = place.textContent;
    }
    isWaiting = place !== null;
  }

  const box = () => document.querySelector("#answer-box textarea");
  const followBox = () => document.querySelector("#follow-box textarea");

  // Key points light up their words, and words their key points.
  function light(places) {
    document.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
    const answered = document.querySelector(".answered");
    if (answered !== null) answered.classList.toggle("dimmed", places.length > 0);
    for (const place of places) {
      document.querySelectorAll(`.answered mark[data-points~="${place}"], .point[data-point="${place}"]`)
        .forEach((element) => element.classList.add("lit"));
    }
  }
  function placesOf(target) {
    const point = target instanceof Element ? target.closest(".point[data-point]") : null;
    if (point !== null) return [point.dataset.point];
    const mark = target instanceof Element ? target.closest(".answered mark[data-points]") : null;
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
    document.querySelector(`.answered mark[data-points~="${point.dataset.point}"]`)?.scrollIntoView({ block: "center" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (event.target !== box() && event.target !== followBox()) return;
    event.preventDefault();
    event.stopPropagation();
    document.querySelector(event.target === box() ? "#submit" : "#follow-submit")?.click();
  }, true);

  // Gradio's client can lose its stream of events when one ends as the next begins: what was asked for then waits at the
  // server until another event opens the stream. An event that does nothing does that, if nothing has come by then.
  // Feedback answers no press: it goes on being written while one waits.
  const NUDGES_AFTER_MS = [2500, 5000, 10000]; // a nudge can be lost as well
  const NUDGE_EVERY_MS = 5000;
  const ANSWERS = "#cue, #notice, #notice-apart, #hints, #panel, #progress, #follow, #summary, #history, #today";
  let isAwaited = false; // whether a press has shown nothing yet
  const nudge = () => document.getElementById("nudge")?.click();
  const nudgeIfAwaited = () => { if (isAwaited) nudge(); };
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button === null || button.id === "nudge" || button.id === "theme-switch") return;
    isAwaited = true;
    for (const after of NUDGES_AFTER_MS) window.setTimeout(nudgeIfAwaited, after);
  }, true);
  window.setInterval(() => {
    if (document.querySelector('[aria-busy="true"]') !== null) nudge();
  }, NUDGE_EVERY_MS);
  function noteAnswers(mutations) {
    const elements = mutations.map((one) => (one.target instanceof Element ? one.target : one.target.parentElement));
    const isAnswer = (element) => element?.closest(ANSWERS) && !element.closest('[data-testid="status-tracker"]');
    if (elements.some(isAnswer)) isAwaited = false;
  }

  // Gradio may run this file before or after the page has loaded: watch the root, which is always there.
  let due = false;
  new MutationObserver((mutations) => {
    noteAnswers(mutations);
    if (due) return;
    due = true;
    window.requestAnimationFrame(() => {
      due = false;
      followWords();
      markWritten();
      followCue();
      announceFeedback();
      announcePlace();
    });
  }).observe(root, { childList: true, subtree: true });
})();
