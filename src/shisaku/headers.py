"""The headers that every answer carries, from the service and from static hosts alike."""

from __future__ import annotations

#: Nothing is guessed, framed, tracked or loaded from elsewhere.
SECURITY = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)
#: Anyone may read, from any page, without credentials.
CORS = (
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "ETag, Link, Retry-After, Shisaku-Truncated"),
)
POLICY = "content-security-policy"
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
#: The editor runs Oxigraph's WebAssembly inside the browser.
EDITOR_POLICY = f"{PAGE_POLICY}; script-src 'self' 'wasm-unsafe-eval'"
#: A worker takes its policy from its own answer, and this one compiles WebAssembly.
EDITOR_WORKER = "engine-worker.js"
