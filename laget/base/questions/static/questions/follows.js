/* Shows a question that follows from another when it is asked, and hides it when it isn't. Nothing here is needed:
   without it the question stands there, with a sentence that says when to answer it. */
"use strict";

function given(form, path) {
  const fields = [...form.elements].filter((field) => field.name === path);
  const chosen = fields.filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked);
  return chosen.map((field) => field.value.trim()).filter(Boolean);
}

function isAsked(form, part) {
  const { follows, is, over } = part.dataset;
  const earlier = [...form.elements].find((field) => field.name === follows);
  if (!earlier) return true; // on another page: the server has seen to it
  if (earlier.closest("[data-follows]")?.hidden) return false;
  const answers = given(form, follows);
  if (is) return answers.some((each) => is.split(" ").includes(each));
  if (over) return answers.some((each) => Number(each.replace(/,-|,00$/, "").replace(/\D/g, "")) > Number(over));
  return answers.length > 0;
}

function show() {
  for (const part of document.querySelectorAll("[data-follows]")) {
    part.hidden = !isAsked(part.closest("form"), part);
    part.querySelector("[data-only-if]").hidden = true;
  }
}

document.addEventListener("input", show);
document.addEventListener("change", show);
show();
