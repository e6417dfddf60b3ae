// The reminder in the page: asks the server twice a minute while the page is seen, and shows what
// it says, once. "Not now" is for this one; nothing is sent.

const EVERY = 30_000;
const SEEN = "ischia-reminder";
const bar = document.querySelector("[data-reminder]");

async function ask() {
  if (document.hidden) return;
  let now;
  try {
    const answer = await fetch(bar.dataset.reminder, { credentials: "same-origin" });
    now = answer.ok ? await answer.json() : {};
  } catch {
    return; // the server is not there: the calendar reminds instead
  }
  const wanted = Boolean(now.key) && sessionStorage.getItem(SEEN) !== now.key;
  if (wanted) {
    const text = bar.querySelector("[data-reminder-text]");
    if (text.textContent !== now.text) text.textContent = now.text;
    bar.querySelector("[data-reminder-start]").href = now.start;
    bar.dataset.key = now.key;
  }
  bar.hidden = !wanted;
}

if (bar) {
  bar.querySelector("[data-reminder-close]").addEventListener("click", () => {
    sessionStorage.setItem(SEEN, bar.dataset.key ?? "");
    bar.hidden = true;
  });
  document.addEventListener("visibilitychange", ask);
  setInterval(ask, EVERY);
  ask();
}
