// A service worker: pages that were read, and what they load, can be read again without a network.
// The network always comes first, so nobody sees an old page while there is one.
const CACHE = "shisaku";
const MOST = 300;
const KINDS = new Set(["document", "style", "script", "image", "manifest"]);

function kept(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return false;
  return KINDS.has(request.destination) ? !url.pathname.endsWith("/sparql") : url.pathname.includes("/search/");
}

async function remember(request, answer) {
  const cache = await caches.open(CACHE);
  await cache.put(request, answer);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((key) => cache.delete(key)));
}

async function answered(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok && !answer.redirected) event.waitUntil(remember(event.request, answer.clone()));
    return answer;
  } catch (error) {
    const found = await caches.match(event.request, { ignoreSearch: event.request.mode === "navigate" });
    if (found) return found;
    throw error;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (kept(event.request)) event.respondWith(answered(event));
});
