// Sends a link to the service on to the page that answers it where no service runs.
location.replace(document.getElementById("forward").getAttribute("href") + location.search);
