// Keeps the list of grants up to date, without moving the focus or the page under the operator's hand.
"use strict";
const live = document.getElementById("live");
const pause = document.getElementById("pause");
let paused = false;

pause.hidden = false;
pause.addEventListener("click", () => {
  paused = !paused;
  pause.textContent = paused ? "Go on" : "Pause";
});

async function update() {
  if (!paused && !document.hidden) {
    try {
      const answer = await fetch("/admin/live", { cache: "no-store" });
      if (answer.status === 401) return location.reload();
      const text = await answer.text();
      if (answer.ok && text !== live.dataset.shown) {
        const focus = document.activeElement && live.contains(document.activeElement) ? document.activeElement.id : "";
        const old = live.querySelector(".scroll");
        const place = old ? [old.scrollLeft, old.scrollTop] : [0, 0];
        live.innerHTML = text;
        live.dataset.shown = text;
        const now = live.querySelector(".scroll");
        if (now) [now.scrollLeft, now.scrollTop] = place;
        if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
      }
      live.classList.remove("lost");
    } catch {
      live.classList.add("lost");
    }
  }
  setTimeout(update, 1000);
}
setTimeout(update, 1000);
