"use strict";
// What is not saved yet: an edit, a comment, and answers that were turned over, by record.

const boxes = () => [...by("card").querySelectorAll("#questions input")];
const areas = () => [...by("card").querySelectorAll("#editor textarea")];
const written = () => Object.fromEntries(areas().map((area) => [area.name, area.value]));
const isEditing = () => by("editor")?.hidden === false;
const isEdited = () => isEditing() && areas().some((area) => area.value !== area.defaultValue);

const isCommented = () => by("ask").open && !by("ask-note").hidden && by("ask-note").value !== by("ask-note").defaultValue;
// A comment that was left by Esc is none that was to be saved.
const isUnsaved = () => isEdited() || isCommented() || state.toggled.size > 0 || [...state.drafts.values()].some((each) => each.isToBeSaved);

// As high as its text, and no higher than half of the window; what is longer anyway is not measured.
function fit(area) {
  const most = innerHeight / 2;
  area.style.height = `${area.value.length > 20_000 ? most : Math.min(most, area.scrollHeight + 2)}px`;
}

function noteToggled() {
  const name = state.card.row.option.id;
  if (boxes().every((box) => box.checked === box.defaultChecked)) state.toggled.delete(name);
  else state.toggled.set(name, Object.fromEntries(boxes().map((box) => [box.name, box.checked])));
}

// Whether an edit keeps the page from showing anything else.
function isHeld() {
  if (isEdited()) say(words.edit_open, true);
  return isEdited();
}
