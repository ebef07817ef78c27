// The week board: draws what the server says, and asks the server about every change.
"use strict";

(() => {
  const board = document.getElementById("board");
  if (!board) {
    return;
  }
  const says = document.getElementById("board-says");
  const dialog = document.getElementById("board-dialog");
  const words = board.dataset;
  const narrow = window.matchMedia("(max-width: 699px)").matches;
  let calendar = null;
  let asked = 0; // the newest question; older answers are not shown

  const two = (number) => String(number).padStart(2, "0");
  const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const hour = (date) => `${two(date.getHours())}:${two(date.getMinutes())}`;

  const wish = (props, date, team, deed) => ({
    date: day(date),
    time: hour(date),
    team,
    minutes: props.minutes,
    ...(props.version ? { version: props.version } : {}),
    deed,
  });

  // While something is dragged: what it would mean there, without changing anything.
  let waiting = 0;
  let last = "";
  const hint = (address, values) => {
    const now = JSON.stringify([address, values]);
    if (now === last) {
      return;
    }
    last = now;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const number = ++asked;
      const token = JSON.parse(document.body.getAttribute("hx-headers"));
      const answer = await fetch(address, {
        method: "POST",
        headers: { ...token, "HX-Request": "true" },
        body: new URLSearchParams(values),
      });
      if (answer.ok && number === asked) {
        says.innerHTML = await answer.text(); // our own server's fragment, escaped there
      }
    }, 150);
  };

  const ask = (address, values) => {
    clearTimeout(waiting);
    asked += 1;
    last = "";
    return htmx.ajax(values ? "POST" : "GET", address, {
      target: "#board-dialog-body",
      swap: "innerHTML",
      ...(values ? { values } : {}),
    }).then(() => {
      if (!dialog.open && !dialog.querySelector(".message--success")) {
        dialog.showModal();
      }
      if (dialog.querySelector(".message--success")) {
        says.replaceChildren(...dialog.querySelector(".message--success").cloneNode(true).childNodes);
        dialog.close();
      }
    });
  };

  const show = async () => {
    const answer = await fetch(words.address, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    return answer.json();
  };

  const refresh = async () => {
    const week = await show();
    calendar.setOption("resources", week.resources);
    calendar.setOption("events", week.events);
  };

  const content = ({ event, timeText }) => {
    if (event.display === "background") {
      return "";
    }
    const props = event.extendedProps;
    const box = document.createElement(props.move || props.page ? "button" : "span");
    box.className = "board-event";
    if (box instanceof HTMLButtonElement) {
      box.type = "button"; // reached by the keyboard; a press bubbles to the board's own listener
      box.addEventListener("keydown", (event) => event.stopPropagation()); // once, not twice
    }
    const name = document.createElement("span");
    name.className = "board-event__name";
    name.textContent = event.title;
    const time = document.createElement("span");
    time.className = "board-event__time";
    const rest = [props.wish, props.held, props.state].filter(Boolean).join(" · ");
    time.textContent = `${timeText} ${rest}`;
    box.title = `${event.title} · ${timeText} · ${rest}`;
    box.append(name, time);
    return { domNodes: [box] };
  };

  // The library calls its boxes a table without being one; what is read out is the buttons in them.
  const tidy = () => {
    for (const each of board.querySelectorAll("[role]")) {
      if (/^(table|grid|rowgroup|row|rowheader|columnheader|cell|gridcell)$/.test(each.role)) {
        each.removeAttribute("role");
      }
    }
    for (const each of board.querySelectorAll(".ec-col-head")) {
      each.getAttributeNames().filter((name) => name.startsWith("aria-")).forEach((name) => each.removeAttribute(name));
    }
    for (const each of board.querySelectorAll("section")) {
      each.tabIndex = 0; // its hours scroll by the arrow keys, too
    }
    for (const each of board.querySelectorAll(".ec-event")) {
      each.removeAttribute("role");
      each.removeAttribute("tabindex");
    }
  };

  const start = (week) => {
    const weekend = week.events.some(
      (event) => event.display !== "background" && [0, 6].includes(new Date(event.start).getDay()),
    );
    const monday = new Date(`${words.week}T00:00`);
    const after = new Date(monday);
    after.setDate(after.getDate() + 7);
    const inWeek = words.today >= words.week && words.today < day(after);
    calendar = EventCalendar.create(board, {
      view: narrow ? "resourceTimelineDay" : "resourceTimelineWeek",
      date: narrow && inWeek ? words.today : words.week,
      validRange: { start: monday, end: after },
      firstDay: 1,
      hiddenDays: weekend ? [] : [0, 6],
      locale: words.language,
      resources: week.resources,
      events: week.events,
      headerToolbar: {
        start: "title",
        center: "",
        end: "prev,next resourceTimelineDay,resourceTimelineWeek",
      },
      buttonText: (text) => ({
        ...text,
        prev: words.sayBefore,
        next: words.sayAfter,
        resourceTimelineDay: words.sayDay,
        resourceTimelineWeek: words.sayWeek,
      }),
      views: {
        resourceTimelineDay: { slotWidth: narrow ? 44 : 56 },
        resourceTimelineWeek: { slotWidth: 26 },
      },
      slotMinTime: week.opens,
      slotMaxTime: week.closes,
      slotDuration: "00:30",
      snapDuration: "00:10",
      slotLabelFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
      eventTimeFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
      dayHeaderFormat: { month: "numeric", day: "numeric", weekday: "short" },
      editable: true,
      eventDurationEditable: false,
      longPressDelay: 400,
      eventContent: content,
      eventAllUpdated: tidy,
      viewDidMount: tidy,
      eventClick: ({ event }) => {
        const props = event.extendedProps;
        if (props.move) {
          ask(props.move);
        } else if (props.page) {
          window.location.assign(props.page);
        }
      },
      eventAllow: ({ event, newResource }) => {
        const team = newResource ? newResource.id : event.resourceIds[0];
        if (team === "classes") {
          return false;
        }
        const props = event.extendedProps;
        hint(props.move, wish(props, event.start, team, "hint"));
        return true;
      },
      eventDrop: ({ event, newResource, revert }) => {
        const props = event.extendedProps;
        const team = newResource ? newResource.id : event.resourceIds[0];
        revert(); // the board shows what is so; the server says when it has changed
        ask(props.move, wish(props, event.start, team, "drop"));
      },
    });
    says.textContent = words.sayReady;
  };

  document.body.addEventListener("week-changed", () => {
    refresh().catch(() => window.location.reload());
  });
  // The answer in the dialog is "done": say it on the board, and close.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const done = event.target.id === "board-dialog-body" && event.target.querySelector(".message--success");
    if (done && dialog.open) {
      says.replaceChildren(...[...done.childNodes].map((node) => node.cloneNode(true)));
      dialog.close();
    }
  });

  // What waits beside the board is dragged by the browser itself.
  let carried = null;
  document.addEventListener("dragstart", (event) => {
    carried = event.target.closest?.("[data-fit]") ?? null;
    if (carried) {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", carried.dataset.fit);
    }
  });
  document.addEventListener("dragend", () => {
    carried = null;
    board.classList.remove("is-target");
  });
  const target = (event) => {
    const point = carried && calendar && calendar.dateFromPoint(event.clientX, event.clientY);
    return point && point.resource && point.resource.id !== "classes" ? point : null;
  };
  board.addEventListener("dragover", (event) => {
    const point = target(event);
    board.classList.toggle("is-target", Boolean(point));
    if (point) {
      event.preventDefault();
      hint(carried.dataset.fit, wish(carried.dataset, point.date, point.resource.id, "hint"));
    }
  });
  board.addEventListener("drop", (event) => {
    const point = target(event);
    if (point) {
      event.preventDefault();
      ask(carried.dataset.fit, wish(carried.dataset, point.date, point.resource.id, "try"));
    }
  });

  show().then(start).catch(() => {
    says.textContent = words.sayFailed;
  });
})();
