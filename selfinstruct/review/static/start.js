"use strict";
// How the page begins: with the queue that its address names, or where it was left in the other language.

// In the other language, the page shows the same record, found in the same way.
const KEPT = "selfinstruct kept";

for (const link of document.querySelectorAll("header a[hreflang]")) {
  link.addEventListener("click", (event) => {
    if (isHeld()) { event.preventDefault(); return; }
    sessionStorage.setItem(KEPT, JSON.stringify(view()));
  });
}

const hash = location.hash.slice(1);
const kept = document.querySelector("header a[hreflang]") && sessionStorage.getItem(KEPT);
if (kept) {
  sessionStorage.removeItem(KEPT);
  later(() => goBack(JSON.parse(kept)));
} else goTo(isQueue(hash) ? hash : "rejected");
by("list").focus();
state.moves.then(count);
