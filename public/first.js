/*
 * Before anything is painted: the theme and the language, and which page is asked for. Style sheets show the
 * empty paper of src/app/first-paint.tsx by it. Written for old browsers, like start.js.
 */
(function () {
  var html = document.documentElement;
  // Names the catalogues: tools/catalogue-links.ts.
  var script = document.currentScript || html;
  var link = document.createElement('link');
  var theme;
  // src/language/language.ts: English, and those that have a catalogue.
  var languages = /^(en|de)\b/i;
  var language = (/[?&]lang=(en|de)\b/.exec(location.search + location.hash) || [])[1];
  var asksForPaper = /^#?\/?(\?lang=\w+)?$/.test(location.hash);
  // Parts of the app in other pages have neither header nor paper: src/app/embedding.ts.
  var isPart = window.parent !== window || /[?&]embed\b/.test(location.hash);
  html.setAttribute('data-first', isPart ? 'part' : asksForPaper ? 'paper' : 'page');
  html.setAttribute('data-first-page', (/^#?\/(\w*)/.exec(location.hash) || [])[1] || '');
  try {
    // src/ui/theme.ts
    theme = localStorage.getItem('lenet-lab.theme');
    if (theme === 'light' || theme === 'dark') html.setAttribute('data-theme', theme);
    if (!language && !isPart) language = localStorage.getItem('lenet-lab.language');
    // src/features/draw/have-drawn.ts: the paper may not be empty.
    if (asksForPaper && !isPart && !localStorage.getItem('lenet-lab.have-drawn'))
      html.setAttribute('data-first', 'empty-paper');
  } catch (_) {
    // Storage is forbidden: the system's theme and language, and a paper without a hint for a moment.
  }
  if (!languages.test(language)) {
    language = (navigator.languages || [navigator.language]).filter(function (name) {
      return languages.test(name);
    })[0];
  }
  html.lang = language ? language.slice(0, 2).toLowerCase() : 'en';
  if (script.hasAttribute('data-' + html.lang)) {
    link.rel = 'preload';
    link.as = 'fetch';
    link.crossOrigin = 'anonymous';
    link.href = script.getAttribute('data-' + html.lang);
    document.head.appendChild(link);
  }
})();
