/*
 * Before anything is painted: the theme that was chosen here, and which page is asked for. Style sheets show the
 * empty paper of src/app/first-paint.tsx by it. Written for old browsers, like start.js.
 */
(function () {
  var html = document.documentElement;
  var theme;
  var asksForPaper = /^#?\/?$/.test(location.hash);
  // Parts of the app in other pages have neither header nor paper: src/app/embedding.ts.
  var isPart = window.parent !== window || /[?&]embed\b/.test(location.hash);
  html.setAttribute('data-first', isPart ? 'part' : asksForPaper ? 'paper' : 'page');
  try {
    // src/ui/theme.ts
    theme = localStorage.getItem('lenet-lab.theme');
    if (theme === 'light' || theme === 'dark') html.setAttribute('data-theme', theme);
    // src/features/draw/have-drawn.ts: the paper may not be empty.
    if (asksForPaper && !isPart && !localStorage.getItem('lenet-lab.have-drawn'))
      html.setAttribute('data-first', 'empty-paper');
  } catch (_) {
    // Storage is forbidden: the system's theme, and a paper without a hint for a moment.
  }
})();
