// Before anything is drawn, so that nobody who reads in the dark is blinded for a moment.
try {
  const look = localStorage.getItem("headgate.look");
  if (look === "light" || look === "dark") document.documentElement.dataset.look = look;
} catch {
  // Storage may be forbidden; then the system's own look holds.
}
