// Interviewer: drafts on their way to the server, the clock of a mock interview, second looks, dates, wishes.
// No text of a person or a model passes through here as anything but text.
(() => {
  "use strict";
  const box = () => document.querySelector("#answer-box textarea");
  const question = () => document.querySelector("h1.question[data-interview]");
  const isShown = (element) => element !== null && element !== undefined && element.getClientRects().length > 0;

  // What is said here, in the reader's language: the server put it into the page.
  const said = (name) => document.getElementById("words")?.dataset[name] ?? "";

  // What no button of the page stands for: a hidden one is pressed, and takes the wish along.
  function wish(name, value) {
    window.interviewerWish = value;
    document.querySelector(`#wish-${name}`)?.click();
  }

  // A draft goes to the server when typing rests, and when the page is left; this tab keeps a copy of its own.
  const REST_MS = 600;
  let resting = 0, pending = null;
  function kept() {
    try { return JSON.parse(window.sessionStorage.getItem("interviewer.draft") ?? "null"); } catch { return null; }
  }
  function keepHere(draft) {
    try { window.sessionStorage.setItem("interviewer.draft", JSON.stringify(draft)); } catch { /* the server has it */ }
  }
  function tell(words) {
    const state = document.getElementById("draft-state");
    if (state !== null && state.textContent !== words) state.textContent = words;
  }
  async function send() {
    window.clearTimeout(resting);
    if (pending === null) return;
    const draft = pending;
    pending = null;
    try {
      const reply = await fetch("draft", {
        method: "POST", keepalive: draft.text.length < 10000,
        headers: { "content-type": "application/json" }, body: JSON.stringify(draft),
      });
      tell(reply.ok ? said("saved") : (await reply.json()).error);
    } catch {
      tell(said("unsaved"));
    }
  }
  document.addEventListener("input", (event) => {
    const asked = question();
    if (event.target !== box() || !event.isTrusted || asked === null) return;
    const { interview, question: id, turn } = asked.dataset;
    pending = { interview, question: id, text: event.target.value };
    keepHere({ turn: `${interview}.${turn}`, text: event.target.value });
    tell("");
    window.clearTimeout(resting);
    resting = window.setTimeout(send, REST_MS);
  });
  window.addEventListener("pagehide", send);
  document.addEventListener("click", (event) => { // an answer that is handed in takes its draft with it
    if (event.target instanceof Element && event.target.closest("#submit, #skip")) pending = null;
  }, true);
  function restoreDraft() {
    const field = box(), asked = question(), draft = kept();
    if (!isShown(field) || field.value !== "" || asked === null || draft === null) return;
    if (draft.text === "" || draft.turn !== `${asked.dataset.interview}.${asked.dataset.turn}`) return;
    field.value = draft.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The clock: the server says how much is left, the page counts down from there.
  let shownClock = null, since = 0, handedIn = false;
  const minutes = (s) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;
  function tick() {
    const clock = document.querySelector(".clock");
    if (clock === null) { shownClock = null; return; }
    if (clock !== shownClock) { shownClock = clock; since = performance.now(); handedIn = false; }
    if (clock.dataset.still !== undefined) return;
    const passed = (performance.now() - since) / 1000;
    const left = Math.max(0, Number(clock.dataset.question) - passed);
    clock.querySelector(".left").textContent = minutes(left);
    clock.querySelector(".total-left").textContent = minutes(Math.max(0, Number(clock.dataset.total) - passed));
    clock.classList.toggle("short", left <= 30);
    if (left === 0 && !handedIn && isShown(box())) {
      handedIn = true;
      pending = null;
      wish("time-up", "");
    }
  }
  window.setInterval(tick, 250);

  // "I did say this": the words that were marked last in the answer, as places in its characters.
  let marked = null;
  function placeIn(paragraph, node, offset) {
    const range = document.createRange();
    range.setStart(paragraph, 0);
    range.setEnd(node, offset);
    return Array.from(range.toString()).length; // characters as the server counts them, not halves of pairs
  }
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection(), paragraph = document.querySelector(".answered p");
    if (selection === null || selection.rangeCount === 0 || selection.isCollapsed || paragraph === null) return;
    const range = selection.getRangeAt(0);
    if (!paragraph.contains(range.startContainer) || !paragraph.contains(range.endContainer)) return;
    marked = {
      start: placeIn(paragraph, range.startContainer, range.startOffset),
      end: placeIn(paragraph, range.endContainer, range.endOffset),
    };
    const words = range.toString().replace(/\s+/g, " ").trim();
    const short = words.length > 80 ? `${words.slice(0, 80)} …` : words;
    document.querySelectorAll(".appeal .marked").forEach((line) => { line.textContent = said("marked").replace("{words}", () => short); });
    document.querySelectorAll('[data-take="marked"]').forEach((button) => { button.disabled = false; });
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const look = event.target.closest("[data-appeal]");
    if (look !== null) {
      const whole = look.dataset.take === "whole";
      const passage = whole || marked === null ? { start: null, end: null } : marked;
      look.parentElement.querySelectorAll("button").forEach((button) => { button.disabled = true; });
      look.parentElement.querySelector(".marked").textContent = said("looking");
      wish("appeal", JSON.stringify({ key: look.dataset.appeal, ...passage }));
      marked = null;
    }
    const open = event.target.closest("[data-open]");
    if (open !== null) wish("open", open.dataset.open);
    const regrade = event.target.closest("[data-regrade]");
    if (regrade !== null) wish("regrade", regrade.dataset.regrade);
    if (event.target.closest("#print")) window.print();
  });

  // Dates in the reader's form.
  function readDates() {
    if (said("locale") === "") return;
    const form = new Intl.DateTimeFormat(said("locale"), { dateStyle: "long" });
    for (const time of document.querySelectorAll("time[datetime]:not([data-read])")) {
      time.dataset.read = "";
      time.textContent = form.format(new Date(time.dateTime));
    }
  }

  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    window.requestAnimationFrame(() => {
      due = false;
      readDates();
      restoreDraft();
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
