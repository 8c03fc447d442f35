/* Ne en paĝo. */
document.documentElement.dataset.skripto = "";
