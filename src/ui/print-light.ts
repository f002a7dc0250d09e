/** Paper is light: while the page is printed, pictures too are painted in the light theme's colours. */
export function printLight(): void {
  const { dataset } = document.documentElement;
  let restore = () => {};
  window.addEventListener('beforeprint', () => {
    const { theme } = dataset;
    restore = () => {
      if (theme === undefined) delete dataset.theme;
      else dataset.theme = theme;
    };
    dataset.theme = 'light';
  });
  window.addEventListener('afterprint', () => restore());
}
