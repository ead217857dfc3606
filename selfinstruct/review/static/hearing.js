"use strict";
// What was decided elsewhere meanwhile, by others or in another tab, is shown on the rows and on the card that are seen.

function heard() {
  state.reached = counted.reached;
  const changed = new Map((counted.changed ?? []).map((each) => [each.key, each]));
  for (const row of changed.size ? state.rows : []) {
    const told = changed.get(row.key);
    if (!told) continue;
    row.standing = told.standing;
    marked(row);
    if (row === state.card?.row && told.at > state.card.reached) state.card.isOld = true;
  }
  if (state.card?.isOld) later(renew);
}

// Where an edit or a dialog is open, the next count comes back to it.
async function renew() {
  const card = state.card;
  if (!card?.isOld || isEditing() || document.querySelector("dialog[open]")) return;
  const found = await ask("/card", card.query);
  if (state.card !== card || isEditing()) return;
  const article = by("card");
  const { scrollTop } = article;
  const isIn = article.contains(document.activeElement);
  const opened = [...article.querySelectorAll("details[open]")].map((each) => each.id);
  show(found, card.row, card.query);
  for (const id of opened) by(id)?.setAttribute("open", "");
  if (isIn) article.focus();
  article.scrollTop = scrollTop;
}
