// The keys 1 to 4 open the outcomes of a call. The page works without it.
"use strict";

document.addEventListener("keydown", (event) => {
  const isWriting = event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
  if (isWriting || event.ctrlKey || event.altKey || event.metaKey || !/^[1-4]$/.test(event.key)) {
    return;
  }
  const way = document.querySelector(`details[data-key="${event.key}"]`);
  if (way) {
    event.preventDefault();
    way.open = true;
    way.querySelector("input:not([type=hidden]), button").focus();
  }
});
