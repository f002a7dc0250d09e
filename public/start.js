/*
 * Says why the app has not started, where it has not. This is no module and is written for old browsers, so
 * that it runs there and from a file on disk, too. src/app/main.tsx marks the page when the app has started.
 */
(function () {
  var browsers = 'Chrome 123, Firefox 120 or Safari 17.5, or newer';
  var key = 'lenet-lab.restarted';
  var errors = [];
  var entry = document.querySelector('script[type="module"]');

  addEventListener('error', function (event) {
    if (event.message) errors.push(event.message);
  });

  function check() {
    if (document.documentElement.hasAttribute('data-started')) return;
    if (location.protocol === 'file:') {
      say(
        'LeNet Lab cannot run from a file on disk. Serve this folder with a web server, for example by ' +
          '“npx serve”, and open the address that it prints.'
      );
    } else if (!('noModule' in document.createElement('script'))) {
      say('This browser is too old for LeNet Lab. Use ' + browsers + '.');
    } else if (errors.length > 0) {
      say(
        'LeNet Lab could not start. Reload the page. If that does not help, use ' +
          browsers +
          '. Error: ' +
          errors[0],
        true
      );
    } else {
      say(
        'LeNet Lab could not be loaded. Its files have changed, or the connection has failed. Reload the page.',
        true
      );
      reloadIfNewer();
    }
  }

  /** A cached page may ask for files of an older version: the newest page asks for those that are there. */
  function reloadIfNewer() {
    var name = entry ? entry.src : '';
    fetch(location.href.replace(/#.*/, ''), { cache: 'reload' })
      .then(function (response) {
        return response.ok ? response.text() : null;
      })
      .then(function (html) {
        if (html === null || html.indexOf(name.replace(/^.*\//, '')) >= 0) return;
        // Not twice in a minute: a page that fails again says so and stays.
        var before = Number(sessionStorage.getItem(key));
        sessionStorage.setItem(key, String(Date.now()));
        if (Math.abs(Date.now() - before) > 60000) location.reload();
      })
      .catch(function () {
        // No connection, or no storage that would keep the page from reloading for ever.
      });
  }

  function say(text, canReload) {
    var root = document.getElementById('root');
    var words = document.createElement('p');
    words.id = 'start-trouble';
    words.setAttribute('role', 'alert');
    words.textContent = text;
    words.style.cssText =
      'max-width: 36rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif';
    root.textContent = '';
    root.appendChild(words);
    if (!canReload) return;
    var button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Reload';
    button.style.cssText =
      'display: block; margin-top: 1rem; padding: 0.5rem 1rem; border: 1px solid; border-radius: 6px; ' +
      'background: none; color: inherit; font: inherit; font-weight: 600; cursor: pointer';
    button.onclick = function () {
      location.reload();
    };
    words.appendChild(button);
  }

  if (document.readyState === 'complete') check();
  else addEventListener('load', check);
})();
