"use strict";
// What the page asks of the program and tells it, and the line that says how that went.

async function ask(path, query) {
  return timed(path, async () => answered(await fetch(`${path}?${new URLSearchParams({ ...query, lang })}`)));
}

async function tell(path, body) {
  try {
    return await timed(path, async () => answered(await fetch(path, { method: "POST", body: JSON.stringify(body) })));
  } catch (error) {
    say(filled(words.lost, whyOf(error)), true);
    return null;
  }
}

async function answered(response) {
  if (response.ok) return response.json();
  const text = await response.text();
  let why = text;
  try { why = JSON.parse(text).error; } catch { /* a line of text */ }
  throw new Error(why);
}

// An error stays until something else is said.
function say(text, isError = false, stays = isError) {
  const line = by("said");
  say.text = text;
  line.textContent = "";
  line.classList.toggle("error", isError);
  line.classList.remove("more");
  requestAnimationFrame(() => { line.textContent = text; });
  clearTimeout(say.timer);
  if (!stays) say.timer = setTimeout(() => { line.textContent = ""; }, READ);
}

// The page still works once the program answers again where it did.
const whyOf = (error) => error instanceof TypeError ? filled(words.away, location.port) : error.message;

function failed(error) {
  say(whyOf(error), true);
}
