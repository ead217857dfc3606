"use strict";
// What scrolls: the card in a window that has room for it, else the page as a whole, above the buttons at its foot.

const isWhole = matchMedia("(max-width: 48rem)");
// Where the figures of the sample fold, as in the styles.
const folds = matchMedia("(max-width: 48rem), (max-height: 34rem)");

const foot = () => document.querySelector("footer").offsetHeight;

// What scrolls when one reads on, and how many pixels of it are seen.
function room() {
  if (!isWhole.matches) return { scrolls: by("card"), seen: by("card").clientHeight };
  return { scrolls: document.scrollingElement, seen: innerHeight - foot() };
}

// Another card begins at its first line; who has not scrolled down yet still sees what stands above it.
function toTop() {
  if (!isWhole.matches) by("card").scrollTop = 0;
  else if (by("card").getBoundingClientRect().top < 0) by("card").scrollIntoView();
}

// What scrolls in the list leaves the page where it is.
function inPlace(work) {
  const { scrollX, scrollY } = window;
  work();
  scrollTo(scrollX, scrollY);
}

function fold() {
  by("estimate").open = !folds.matches;
}

fold();
folds.addEventListener("change", fold);
new ResizeObserver(() => document.documentElement.style.setProperty("--foot", `${foot()}px`)).observe(document.querySelector("footer"));
