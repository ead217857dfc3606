"use strict";
// Keys and clicks, and what each of them does.

const KEYS = {
  j: "next", k: "previous", a: "keep", x: "reject", r: "restore", e: "edit",
  s: "skip", d: "doubt", c: "comment", u: "undo", X: "group", n: "next_group", w: "write_anew", o: "raw", h: "hide", l: "lessons", "?": "help",
  "]": "next_queue", "[": "previous_queue",
};
const TURNS = { v: "valid", i: "input_fits", p: "output_right" };
const ARROWS = { ArrowDown: "next", ArrowUp: "previous" };

const SCROLLS = { PageDown: 1, PageUp: -1, " ": 1 };

// Not quite a page, so that a line that was read is seen again.
function scrolled(event) {
  const step = event.shiftKey ? -1 : SCROLLS[event.key];
  by("card").scrollBy({ top: 0.85 * step * by("card").clientHeight });
}

const isField = (element) => Boolean(element?.closest?.("input:not([type=checkbox]), textarea, select"));

function leaveField(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "ask-note") by("ask").querySelector("form").requestSubmit();
  else if (["Escape", "Enter"].includes(event.key) && ["search", "kind"].includes(event.target.id)) by("list").focus();
  else return;
  event.preventDefault();
}

function pressed(event) {
  // While an input method composes, keys belong to it.
  if (event.isComposing || event.keyCode === 229) return;
  const isSaving = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  if (isEditing() && !document.querySelector("dialog[open]") && (isSaving || event.key === "Escape")) {
    act(isSaving ? "saveEdit" : "leaveEdit");
    event.preventDefault();
    return;
  }
  if (isField(event.target)) { leaveField(event); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
  if (digit) act("digit", digit);
  else if (event.key === "Enter" && by("questions") && !event.target.closest("button, a, summary")) act("answer");
  else if (event.key === "/") later(() => isHeld() || by("search").focus());
  else if (event.key === "f") later(() => isHeld() || by("kind").focus());
  else if (SCROLLS[event.key] && !event.target.closest("button, a, summary, input")) scrolled(event);
  else if (TURNS[event.key] && by("questions")) act("turn", TURNS[event.key]);
  else if (ARROWS[event.key] && event.target.id === "list") act(ARROWS[event.key]);
  else if (KEYS[event.key] && (!event.repeat || "jk".includes(event.key))) act(KEYS[event.key]);
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", pressed);
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
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
addEventListener("beforeunload", (event) => { if (isEdited() || state.toggled.size) event.preventDefault(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden && counted) count(); });
by("kind").addEventListener("change", anew);
by("undecided").addEventListener("change", () => { hidesFromNow(); anew(); });
let typed = 0;
by("search").addEventListener("input", (event) => {
  clearTimeout(typed);
  if (!event.isComposing) typed = setTimeout(anew, SOON);
});
by("search").addEventListener("compositionend", anew);
