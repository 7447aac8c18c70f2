/* What makes answering easier where there is JavaScript. Nothing here sends anything anywhere.

   A draft lies in this browser alone. One who has a code of their own finds it again another day; where all
   of a unit answer by one link, perhaps on one shared screen, it goes when the window does. */
"use strict";

const SENT = "laget-svar-sendt";

function storeOf(form) {
  return "shared" in form.dataset ? sessionStorage : localStorage;
}

/* The code comes after #, which a browser never sends: so it stands in no log. */
function enterByAddress(entry) {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!code) return;
  history.replaceState(null, "", location.pathname + location.search);
  entry.elements.code.value = code;
  entry.requestSubmit();
}

function isAnswer(name) {
  return name.startsWith("q.");
}

function save(form) {
  const answers = [...new FormData(form)].filter(([name, value]) => isAnswer(name) && value);
  storeOf(form).setItem(`laget-svar:${form.dataset.draft}`, JSON.stringify(answers));
}

function restore(form) {
  const answers = JSON.parse(storeOf(form).getItem(`laget-svar:${form.dataset.draft}`) ?? "[]");
  for (const field of form.elements) {
    if (!isAnswer(field.name ?? "")) continue;
    const given = answers.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "textarea") field.value = given[0] ?? "";
    else field.checked = given.includes(field.value);
  }
}

/* Asked only of those who gave an earlier question one of some answers. */
function showWhatIsAsked(form) {
  for (const question of form.querySelectorAll("[data-when]")) {
    const given = new FormData(form).getAll(question.dataset.when);
    question.hidden = !given.some(value => question.dataset.values.split(" ").includes(value));
  }
  for (const section of form.querySelectorAll("section")) {
    section.hidden = !section.querySelector(":is(fieldset, .question):not([hidden])");
  }
}

function forgetWhatIsSent() {
  const key = sessionStorage.getItem(SENT);
  if (!key) return;
  for (const store of [localStorage, sessionStorage]) store.removeItem(`laget-svar:${key}`);
  sessionStorage.removeItem(SENT);
}

function begin(form) {
  if (!("filled" in form.dataset)) restore(form);
  showWhatIsAsked(form);
  form.addEventListener("input", () => {
    showWhatIsAsked(form);
    save(form);
  });
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, form.dataset.draft));
}

const entry = document.querySelector("form[data-entry]");
if (entry) {
  enterByAddress(entry);
  addEventListener("hashchange", () => enterByAddress(entry));
}
const form = document.querySelector("form[data-draft]");
try {
  if (form) begin(form);
  if (document.querySelector("[data-thanks]")) forgetWhatIsSent();
} catch {
  /* Storage can be switched off. Then the page works as it does without JavaScript. */
}
