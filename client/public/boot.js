// Runs before the first paint: the remembered theme and language, so that the page neither flashes nor changes.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('datasan.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    const asked = new URLSearchParams(location.search).get('lang');
    const language = asked ?? localStorage.getItem('datasan.language');
    if (language === 'en') root.lang = 'en';
  } catch {
    // Storage is closed to us in some private windows; the defaults stand.
  }
})();
