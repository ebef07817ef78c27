// What native elements do not do alone. Every page works without it.
"use strict";

// <a href="/visits/7/cancel/" data-dialog="cancel-visit"> opens <dialog id="cancel-visit">.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
  }
  if (event.target.closest("[data-print]")) {
    window.print();
  }
});

// Escape closes the small menu and gives the focus back.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.sections--small[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What was asked for is shown: on a phone the fields fold away again above it.
document.addEventListener("submit", (event) => {
  const fold = event.target.closest(".filter-fold[open]");
  const line = fold?.querySelector("summary");
  if (line?.checkVisibility()) {
    fold.open = false;
    line.focus();
  }
});

// A second press of a button must not send a form twice; an answer that is a file leaves the page.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});

// Who writes is not away, though no page is asked for; who is away sees nothing on the screen.
const idle = Number(document.body.dataset.idle) * 60000;
if (idle) {
  let touched = Date.now();
  let told = touched;
  let isWritten = false;
  const note = () => { touched = Date.now(); };
  document.addEventListener("pointerdown", note);
  document.addEventListener("keydown", note);
  document.addEventListener("input", () => {
    isWritten = true;
    if (Date.now() - told > 120000) {
      told = Date.now();
      fetch("/healthz/");
    }
  });
  setInterval(async () => {
    if (Date.now() - touched < idle || isWritten) {
      return;
    }
    const answer = await fetch("/healthz/", { headers: { "X-Only-Asking": "1" } });
    if (answer.status === 401) {
      window.location.reload();
    }
  }, 60000);
}
