// The keys 1 to 5 note what came of the call to the line that has the focus, or to the first one.
"use strict";

document.addEventListener("keydown", (event) => {
  const isWriting = event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
  if (isWriting || event.ctrlKey || event.altKey || event.metaKey || !/^[1-5]$/.test(event.key)) {
    return;
  }
  const line = event.target.closest(".today-call") || document.querySelector(".today-call");
  const button = line && line.querySelector(`button[data-key="${event.key}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});
