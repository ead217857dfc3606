"use strict";
// Keys and clicks, and what each of them does.

const KEYS = {
  j: "next", k: "previous", a: "keep", x: "reject", r: "restore", e: "edit",
  s: "skip", d: "doubt", c: "comment", u: "undo", X: "group", n: "next_group", w: "write_anew", o: "raw", h: "hide", l: "lessons", "?": "help",
  "]": "next_queue", "[": "previous_queue",
};
const TURNS = { v: "valid", i: "input_fits", p: "output_right" };
const ARROWS = { ArrowDown: "next", ArrowUp: "previous" };

// The key that opens a dialog closes it.
const DIALOGS = { "?": "help", l: "lessons", o: "raw" };
const SCROLLS = { PageDown: 1, PageUp: -1, " ": 1 };

// Not quite a page, so that a line that was read is seen again.
function scrolled(event) {
  const step = event.shiftKey ? -1 : SCROLLS[event.key];
  const { scrolls, seen } = room();
  scrolls.scrollBy({ top: 0.85 * step * seen });
}

const isSaved = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey);
const isField = (element) => Boolean(element?.closest?.("input:not([type=checkbox]), textarea, select"));

function leaveField(event) {
  if (isSaved(event) && event.target.id === "ask-note") by("ask").querySelector("form").requestSubmit();
  else if (["Escape", "Enter"].includes(event.key) && ["search", "kind", "queue"].includes(event.target.id)) by("list").focus();
  else return;
  event.preventDefault();
}

function pressed(event) {
  // While an input method composes, keys belong to it.
  if (event.isComposing || event.keyCode === 229) return;
  if (awaited) { typedAhead(event); return; }
  const isSaving = isSaved(event);
  if (isSaving || event.key === "Escape") state.isRefused = false;
  if (isEditing() && !document.querySelector("dialog[open]") && (isSaving || event.key === "Escape")) {
    act(isSaving ? "saveEdit" : "leaveEdit");
    event.preventDefault();
    return;
  }
  if (isField(event.target)) { leaveField(event); return; }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const dialog = document.querySelector("dialog[open]");
  if (dialog) {
    if (DIALOGS[event.key] === dialog.id) dialog.close();
    return;
  }
  const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
  if (digit) act("digit", digit);
  else if (event.key === "Enter" && by("questions") && !event.target.closest("button, a, summary")) act("answer");
  else if (event.key === "/") opening(() => isHeld() || by("search").focus());
  else if (event.key === "f") opening(() => isHeld() || (by("kind").disabled ? say(words.no_filter) : by("kind").focus()));
  else if (SCROLLS[event.key] && !event.target.closest("button, a, summary, input")) scrolled(event);
  else if (TURNS[event.key] && by("questions")) act("turn", TURNS[event.key]);
  else if (ARROWS[event.key] && event.target.id === "list") act(ARROWS[event.key]);
  else if (KEYS[event.key] && (!event.repeat || "jk".includes(event.key))) act(KEYS[event.key]);
  else return;
  event.preventDefault();
}

// What was clicked with the mouse gives up the focus, so that the next key means what it always does.
let isByMouse = false;

function leaveClicked(target) {
  const clicked = target.closest("button, summary, a, input[type=checkbox]");
  if (isByMouse && clicked && !clicked.closest("dialog, .skip-link")) by(clicked.closest("#card") ? "card" : "list").focus({ preventScroll: true });
}

document.addEventListener("pointerdown", () => { isByMouse = true; }, true);
document.addEventListener("keydown", () => { isByMouse = false; }, true);
document.addEventListener("keydown", pressed);
document.addEventListener("click", (event) => {
  leaveClicked(event.target);
  const button = event.target.closest("button");
  if (!button) return;
  // A click is no part of a text.
  state.isRefused = false;
  if (button.dataset.queue) {
    goTo(button.dataset.queue);
    by("list").focus();
  }
  else if ("searchAll" in button.dataset) { by("kind").value = ""; anew(); }
  else if (button.dataset.do) act(button.dataset.do);
  else if (button.dataset.pick) act("pick", Number(button.dataset.pick));
  else if (button.dataset.why) act("why", button.dataset.why);
  else if ("whole" in button.dataset) later(() => isHeld() || choose(state.at, true));
  else if ("leave" in button.dataset) act("leaveEdit");
  else if ("close" in button.dataset) button.closest("dialog").close();
});
document.addEventListener("submit", (event) => {
  if (event.target.id !== "editor") return;
  event.preventDefault();
  act("saveEdit");
});
by("card").addEventListener("change", (event) => { if (event.target.closest("#questions")) noteToggled(); });
addEventListener("beforeunload", (event) => { if (isUnsaved()) event.preventDefault(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden && counted) count(); });
by("queue").addEventListener("change", () => {
  goTo(by("queue").value);
  if (isByMouse) by("list").focus({ preventScroll: true });
});
by("kind").addEventListener("change", anew);
by("undecided").addEventListener("change", () => { hidesFromNow(); anew(); });
let typed = 0;
by("search").addEventListener("input", (event) => {
  clearTimeout(typed);
  if (!event.isComposing) typed = setTimeout(anew, SOON);
});
by("search").addEventListener("compositionend", anew);
