// Before the first paint, so that a chosen theme never flashes the other one. A file of its own,
// since the content security policy allows no inline script.
const chosenTheme = localStorage.getItem('muster.theme');
if (chosenTheme) document.documentElement.dataset.theme = chosenTheme;
