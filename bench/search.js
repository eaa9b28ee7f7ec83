// Milliseconds from a query to the first change of the results; an empty query comes before.
const [query, done] = arguments;
const form = document.getElementById("search-form");
const field = form.elements.namedItem("q");
const results = document.getElementById("search-results");
const submit = () => form.dispatchEvent(new Event("submit", { cancelable: true }));
field.value = "";
submit();
setTimeout(() => {
  const watch = new MutationObserver(() => {
    watch.disconnect();
    done(performance.now() - start);
  });
  watch.observe(results, { childList: true });
  field.value = query;
  const start = performance.now();
  submit();
}, 50);
