"use strict";
// What is typed before a field has opened is meant for that field: it waits, and is put in as soon as the field is there.

let awaited = null;

// Do what opens a field; until it has, no key is a command.
function opening(work) {
  const waiting = { text: "" };
  awaited = waiting;
  later(async () => {
    try { await work(); } finally { if (awaited === waiting) awaited = null; }
    put(waiting.text);
  });
}

function put(text) {
  const field = document.activeElement;
  if (!text || !isField(field) || !field.setRangeText) return;
  const isLine = field.tagName === "INPUT";
  field.setRangeText(isLine ? text.split("\n")[0] : text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (isLine && text.includes("\n")) by("list").focus();
}

function typedAhead(event) {
  const isSaving = isSaved(event);
  if (isSaving || event.key === "Escape") ended(isSaving);
  else if (event.ctrlKey || event.metaKey || event.altKey) return;
  else if (event.key === "Backspace") awaited.text = awaited.text.slice(0, -1);
  else if (event.key === "Enter") awaited.text += "\n";
  else if ([...event.key].length === 1) awaited.text += event.key;
  event.preventDefault();
}

// What ends a text that is typed ahead is done once that text is in its field.
function ended(isSaving) {
  awaited = null;
  const glanced = glance();
  later(() => {
    state.isRefused = false;
    if (isSaving && isBlind(glanced)) { passOver(); return null; }
    const dialog = document.querySelector("dialog[open]");
    if (dialog) isSaving ? dialog.querySelector("form")?.requestSubmit() : dialog.close();
    else if (isEditing()) return isSaving ? actions.saveEdit() : actions.leaveEdit();
    else by("list").focus();
    return null;
  });
}
