// Facets are <details>: Escape or a click elsewhere closes the one that is open.
"use strict";

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details.facet[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.facet[open]")) {
    if (!open.contains(event.target)) {
      open.open = false;
    }
  }
});
