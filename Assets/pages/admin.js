// Keeps the list of grants up to date, without moving the focus, the page or a button under the operator's hand.
"use strict";
const live = document.getElementById("live");
const lost = document.getElementById("lost");
const pause = document.getElementById("pause");
let paused = false;
let pressed = false;

pause.hidden = false;
pause.addEventListener("click", () => {
  paused = !paused;
  pause.textContent = paused ? "Go on" : "Pause";
});
// A button that is replaced between down and up is not pressed.
addEventListener("pointerdown", () => { pressed = true; });
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { pressed = false; });

function show(text) {
  const focus = live.contains(document.activeElement) ? document.activeElement.id : "";
  const old = live.querySelector(".scroll");
  const place = old ? [old.scrollLeft, old.scrollTop] : [0, 0];
  live.innerHTML = text;
  live.dataset.shown = text;
  const now = live.querySelector(".scroll");
  if (now) [now.scrollLeft, now.scrollTop] = place;
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
}

async function update() {
  if (!paused && !document.hidden) {
    try {
      const answer = await fetch("/admin/live", { cache: "no-store" });
      if (answer.status === 401) return location.reload();
      const text = await answer.text();
      if (answer.ok && !pressed && text !== live.dataset.shown) show(text);
      lost.hidden = true;
    } catch {
      lost.hidden = false;
    }
  }
  setTimeout(update, 1000);
}
setTimeout(update, 1000);
