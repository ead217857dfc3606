"use strict";
// How the page begins: with the queue that its address names, or where it was left in the other language.

// In the other language, the page shows the same record, found in the same way.
const KEPT = "selfinstruct kept";

for (const link of document.querySelectorAll("header a[hreflang]")) {
  link.addEventListener("click", (event) => {
    if (isHeld()) { event.preventDefault(); return; }
    const { id, instance } = state.card?.row ?? {};
    sessionStorage.setItem(KEPT, JSON.stringify({ ...wanted(), hides: by("undecided").checked, id, instance }));
  });
}

async function goBack(asked = ++state.asked) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT));
  sessionStorage.removeItem(KEPT);
  await open(kept.queue, asked, kept);
  const at = state.rows.findIndex((row) => row.id === kept.id && row.instance === kept.instance);
  if (at > 0) await choose(at);
}

const hash = location.hash.slice(1);
if (document.querySelector("header a[hreflang]") && sessionStorage.getItem(KEPT)) later(() => goBack());
else goTo(document.querySelector(`[data-queue="${CSS.escape(hash)}"]`) ? hash : "rejected");
by("list").focus();
state.moves.then(count);
