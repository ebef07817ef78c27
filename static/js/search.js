// The box in the header as a combobox: WAI-ARIA Authoring Practices, editable with a list popup.
// Without this file it is a form that leads to the page of results.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-search]");
  if (!form) {
    return;
  }
  const box = form.querySelector("input[type=search]");
  const popup = form.querySelector(".search__popup");
  const status = form.querySelector("[data-search-status]");
  const hits = () => [...popup.querySelectorAll("[role=option]")];
  let chosen = -1;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", "search-hits");
  box.setAttribute("aria-expanded", "false");

  const choose = (place) => {
    const all = hits();
    chosen = all.length ? (place + all.length) % all.length : -1;
    all.forEach((hit, at) => hit.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    box.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  };
  const forget = () => {
    chosen = -1;
    hits().forEach((hit) => hit.setAttribute("aria-selected", "false"));
    box.removeAttribute("aria-activedescendant");
  };
  const show = (isOpen) => {
    popup.hidden = !isOpen;
    box.setAttribute("aria-expanded", String(isOpen && hits().length > 0));
    if (!isOpen) {
      forget();
    }
  };

  popup.addEventListener("htmx:afterSwap", () => {
    forget();
    // What arrives after the box was emptied or left is not shown.
    show(document.activeElement === box && box.value.trim() !== "" && popup.childElementCount > 0);
    const none = popup.querySelector(".search__none");
    const names = [...popup.querySelectorAll(".search__kind")].map(
      (kind) => `${kind.textContent} ${kind.parentElement.querySelectorAll("[role=option]").length}`,
    );
    status.textContent = none ? none.textContent.trim() : names.join(", ");
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) {
      return; // the input method of Korean uses these keys itself
    }
    const isOpen = !popup.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (hits().length === 0) {
        return;
      }
      event.preventDefault();
      show(true);
      const down = event.key === "ArrowDown";
      choose(chosen < 0 ? (down ? 0 : -1) : chosen + (down ? 1 : -1));
    } else if (event.key === "Escape") {
      if (isOpen) {
        event.preventDefault(); // the first press closes, the next one empties
        show(false);
      }
    } else if (event.key === "Enter" && isOpen && chosen >= 0) {
      event.preventDefault();
      window.location.assign(hits()[chosen].dataset.address);
    }
  });
  box.addEventListener("input", () => {
    if (box.value.trim() === "") {
      show(false);
    }
  });
  box.addEventListener("focus", () => show(box.value.trim() !== "" && popup.childElementCount > 0));
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) {
      show(false);
    }
  });

  // The pointer keeps the focus in the box, so that the list stays open until it is pressed.
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  popup.addEventListener("click", (event) => {
    const hit = event.target.closest("[role=option]");
    if (hit) {
      window.location.assign(hit.dataset.address);
    }
  });

  // "/" leads to the box from anywhere but another field.
  document.addEventListener("keydown", (event) => {
    const inField = event.target.closest?.("input, select, textarea, [contenteditable], dialog");
    if (event.key === "/" && !inField && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
});
