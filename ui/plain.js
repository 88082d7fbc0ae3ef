// Interviewer: the theme on the plain pages, as it was chosen on the practice page.
(() => {
  const root = document.documentElement;
  let chosen = null;
  try { chosen = window.localStorage.getItem("interviewer.theme"); } catch { /* no storage: as the system has it */ }
  root.dataset.theme = chosen || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
})();
