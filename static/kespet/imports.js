// Progress of a running import. Without this file the page refreshes itself.
(() => {
  "use strict";

  const box = document.querySelector("#import-progress[data-running]");
  if (!box) return;

  async function look() {
    const answer = await fetch(location.href, { headers: { "X-Fragment": "progress" } }).catch(() => null);
    if (answer && answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("#import-progress[data-running]");
      if (!fresh) {
        location.reload();
        return;
      }
      box.replaceChildren(...fresh.childNodes);
    }
    setTimeout(look, 1500);
  }

  setTimeout(look, 1500);
})();
